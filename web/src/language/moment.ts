import { useTranslation } from "react-i18next";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
];
const days_relative_max = 7;

/// A format for each language, made once: a queue shows hundreds of moments at a time, and to make a
/// format takes far longer than to use it.
function byLanguage<Format>(make: (language: string) => Format): (language: string) => Format {
    const made = new Map<string, Format>();
    return (language) => {
        const format = made.get(language) ?? make(language);
        made.set(language, format);
        return format;
    };
}

const relativeFormat = byLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
const dateFormat = byLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium" }));
const fullFormat = byLanguage(
    (language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }),
);

/// "3 hours ago"; a date when it is longer than a week ago.
export function relativeTime(iso: string, now: Date, language: string): string {
    const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
    if (Math.abs(seconds) > days_relative_max * 86_400) return dateOf(iso, language);
    const format = relativeFormat(language);
    const unit = units.find(([, size]) => Math.abs(seconds) >= size);
    return unit ? format.format(Math.trunc(seconds / unit[1]), unit[0]) : format.format(0, "minute");
}

export function dateOf(iso: string, language: string): string {
    return dateFormat(language).format(new Date(iso));
}

export function dateAndTimeOf(iso: string, language: string): string {
    return fullFormat(language).format(new Date(iso));
}

export function useMoment() {
    const { i18n } = useTranslation();
    return {
        relative: (iso: string) => relativeTime(iso, new Date(), i18n.language),
        date: (iso: string) => dateOf(iso, i18n.language),
        full: (iso: string) => dateAndTimeOf(iso, i18n.language),
    };
}
