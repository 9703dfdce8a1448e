/// The catalogue that ships with the program, in Hindi, by slug. Types that a utility adds itself
/// are shown in its own words.
export const namesHindi: Record<string, { name: string; description: string }> = {
    leak: {
        name: "गैस रिसाव या गैस की गंध",
        description: "गैस की गंध, सरसराहट, टूटा पाइप, आग, या कार्बन मोनोऑक्साइड अलार्म।",
    },
    no_gas: { name: "गैस नहीं आ रही", description: "एक या कई पतों पर आपूर्ति रुक गई है।" },
    low_pressure: { name: "कम दबाव", description: "लौ कमज़ोर है या उपकरण बुझ जाते हैं।" },
    high_pressure: { name: "ज़्यादा दबाव", description: "लौ बहुत तेज़ है या आवाज़ करती है।" },
    relight: {
        name: "दोबारा जलाना या उपकरण की जाँच",
        description: "पायलट लौ बुझी है, या रुकावट के बाद उपकरण की जाँच चाहिए।",
    },
    repair: { name: "मरम्मत", description: "पाइप, वाल्व, रेगुलेटर या फ़िटिंग की मरम्मत।" },
    maintenance: { name: "रखरखाव", description: "पाइप और फ़िटिंग का नियोजित रखरखाव।" },
    safety_check: { name: "सुरक्षा जाँच", description: "माँगने पर रिसाव की या सुरक्षा की जाँच।" },
    new_connection: { name: "नया कनेक्शन", description: "घर या व्यवसाय के लिए नया गैस कनेक्शन।" },
    alteration: { name: "बदलाव", description: "परिसर में पाइप या मीटर को हटाना या बदलना।" },
    shift: { name: "घर बदलना", description: "सेवा को दूसरे पते पर ले जाना।" },
    name_change: { name: "नाम बदलना", description: "खाता किसी और नाम पर चलना है।" },
    disconnect: { name: "कनेक्शन काटना", description: "कुछ समय के लिए या हमेशा के लिए काटना।" },
    reconnect: { name: "फिर जोड़ना", description: "काटने के बाद फिर से आपूर्ति।" },
    meter_read: {
        name: "मीटर रीडिंग",
        description: "ग्राहक की भेजी रीडिंग, हो सके तो फ़ोटो के साथ।",
    },
    meter_test: { name: "मीटर की जाँच", description: "लगता है मीटर ग़लत दिखा रहा है।" },
    meter_replace: {
        name: "मीटर बदलना",
        description: "टूटा, रुका या पुराना मीटर बदला जाना है।",
    },
    billing: { name: "बिल या वापसी", description: "बिल ग़लत या दोहरा है, या पैसा वापस होना है।" },
    payment: { name: "भुगतान", description: "भुगतान नहीं दिख रहा या विफल हुआ।" },
    locate: {
        name: "खुदाई से पहले पाइप दिखाना",
        description: "खुदाई से पहले पाइपों पर निशान लगाना।",
    },
    planned_work: { name: "नियोजित काम", description: "घोषित काम के बारे में सवाल।" },
    complaint: { name: "शिकायत", description: "सेवा या व्यवहार की औपचारिक शिकायत।" },
    tamper_theft: {
        name: "छेड़छाड़ या चोरी",
        description: "मीटर से छेड़छाड़ या अवैध कनेक्शन।",
    },
    feedback: { name: "सुझाव", description: "तारीफ़, विचार और बाकी सब।" },
};
