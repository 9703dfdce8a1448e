/// What the server says about a field, in Hindi; it speaks English. An unknown sentence is shown
/// as it came, which is better than none.
export const faultSentencesHindi: Record<string, string> = {
    "A user with that username already exists.": "यह उपयोगकर्ता नाम पहले से लिया हुआ है।",
    "A user with this email already exists.": "इस ईमेल से खाता पहले से है।",
    "This field is required.": "कृपया इसे भरें।",
    "This field may not be blank.": "यह खाली नहीं रह सकता।",
    "Email address is required.": "ईमेल पता चाहिए।",
    "Username is required.": "उपयोगकर्ता नाम चाहिए।",
    "First name is required.": "नाम चाहिए।",
    "Last name is required.": "उपनाम चाहिए।",
    "Enter a valid email address.": "यह ईमेल पता नहीं है।",
    "A valid integer is required.": "पूरी संख्या चाहिए।",
    "Password fields didn't match.": "दोनों पासवर्ड अलग हैं।",
    "Phone number can only contain digits and + symbol.": "फ़ोन में केवल अंक और + हो सकते हैं।",
    "The password is wrong.": "पासवर्ड ग़लत है।",
    "This password is entirely numeric.": "पासवर्ड में केवल अंक नहीं हो सकते।",
    "This password is too common.": "यह पासवर्ड बहुत आम है।",
    "This password is too long.": "यह पासवर्ड बहुत लंबा है।",
    "This password is too short. It must contain at least 8 characters.":
        "पासवर्ड छोटा है। कम से कम 8 अक्षर रखें।",
    "The password is too similar to the username.": "पासवर्ड उपयोगकर्ता नाम से बहुत मिलता है।",
    "The password is too similar to the email address.": "पासवर्ड ईमेल से बहुत मिलता है।",
    "Use lower-case letters, digits, - and _ only.": "केवल छोटे अंग्रेज़ी अक्षर, अंक, - और _।",
    "You cannot change your own role or activity.": "अपनी भूमिका या सक्रियता आप नहीं बदल सकते।",
    "The last administrator cannot go.": "अंतिम व्यवस्थापक नहीं हट सकता।",
};
