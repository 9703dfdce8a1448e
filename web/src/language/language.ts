import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

import type admin from "./en/admin.json";
import type dashboard from "./en/dashboard.json";
import type desk from "./en/desk.json";
import type leak from "./en/leak.json";
import type portal from "./en/portal.json";
import type system from "./en/system.json";
import type ticket from "./en/ticket.json";

declare module "i18next" {
    interface CustomTypeOptions {
        defaultNS: "portal";
        resources: {
            portal: typeof portal;
            desk: typeof desk;
            admin: typeof admin;
            ticket: typeof ticket;
            leak: typeof leak;
            dashboard: typeof dashboard;
            system: typeof system;
        };
    }
}

/// A language is a folder here with the same keys as en (language.test.ts) and a line in this table.
export const languages = { en: "English", hi: "हिन्दी" } as const;
export type Language = keyof typeof languages;

const kept_as = "pilotlight.language";

const texts = import.meta.glob<{ default: Record<string, unknown> }>("./*/*.json");

const files: BackendModule = {
    type: "backend",
    init: () => undefined,
    read(language, namespace, done) {
        const load = texts[`./${language}/${namespace}.json`];
        if (load === undefined) return done(new Error(`no ${namespace} in ${language}`), null);
        load().then(
            (file) => done(null, file.default),
            (error: unknown) => done(error as Error, null),
        );
    },
};

function isLanguage(text: string | null | undefined): text is Language {
    return text !== null && text !== undefined && text in languages;
}

function preferred(): Language {
    const kept = localStorage.getItem(kept_as);
    if (isLanguage(kept)) return kept;
    return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

function showInDocument(language: string): void {
    document.documentElement.lang = language;
}

/// Resolves when the texts of the reader's language are here.
export async function startLanguage(): Promise<void> {
    await i18next.use(files).use(initReactI18next).init({
        lng: preferred(),
        fallbackLng: "en",
        supportedLngs: Object.keys(languages),
        ns: ["portal"],
        defaultNS: "portal",
        // React escapes by itself.
        interpolation: { escapeValue: false },
        partialBundledLanguages: true,
    });
    showInDocument(i18next.language);
}

export async function chooseLanguage(language: Language): Promise<void> {
    localStorage.setItem(kept_as, language);
    await i18next.changeLanguage(language);
    showInDocument(language);
}
