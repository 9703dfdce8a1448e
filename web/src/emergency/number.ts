/// The number that is answered day and night: India's help line for leaks of piped gas. The same
/// stands in index.html, for before this script has come.
export const emergency_number = "1906";
