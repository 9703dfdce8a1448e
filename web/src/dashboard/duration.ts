const minute_s = 60;
const hour_s = 3_600;
const day_s = 86_400;

/// "1.8 h": two significant digits say as much as the figures hold (they are exact to a fifth).
export function durationText(seconds: number, language: string): string {
    const [unit, size] =
        seconds >= 2 * day_s
            ? (["day", day_s] as const)
            : seconds >= hour_s
              ? (["hour", hour_s] as const)
              : (["minute", minute_s] as const);
    return new Intl.NumberFormat(language, {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumSignificantDigits: 2,
    }).format(seconds / size);
}
