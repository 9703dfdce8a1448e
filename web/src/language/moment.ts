import { useTranslation } from "react-i18next";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
];
const days_relative_max = 7;

/// "3 hours ago"; a date when it is longer than a week ago.
export function relativeTime(iso: string, now: Date, language: string): string {
    const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
    if (Math.abs(seconds) > days_relative_max * 86_400) return dateOf(iso, language);
    const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    const unit = units.find(([, size]) => Math.abs(seconds) >= size);
    return unit ? format.format(Math.trunc(seconds / unit[1]), unit[0]) : format.format(0, "minute");
}

export function dateOf(iso: string, language: string): string {
    return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(iso));
}

export function dateAndTimeOf(iso: string, language: string): string {
    return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
        new Date(iso),
    );
}

export function useMoment() {
    const { i18n } = useTranslation();
    return {
        relative: (iso: string) => relativeTime(iso, new Date(), i18n.language),
        date: (iso: string) => dateOf(iso, i18n.language),
        full: (iso: string) => dateAndTimeOf(iso, i18n.language),
    };
}
