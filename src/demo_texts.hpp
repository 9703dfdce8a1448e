#pragma once
// The people and words of the demo data: tables only.

#include <array>
#include <string_view>

#include "domain/account.hpp"

namespace pilotlight::demo {

struct Person {
    std::string_view username;
    std::string_view first_name;
    std::string_view last_name;
    std::string_view address;
};

struct Member {
    std::string_view username;
    std::string_view first_name;
    std::string_view last_name;
    Role role;
    std::string_view employee_id;
    std::string_view department;
    std::string_view skills;  // as Words stores them
    bool available = true;
};

inline constexpr Member staff[] = {
    {"admin", "Kavita", "Menon", Role::admin, "EMP001", "Administration", ""},
    {"asha_support", "Asha", "Pillai", Role::support, "EMP010", "Customer desk", ""},
    {"dev_support", "Dev", "Malhotra", Role::support, "EMP011", "Customer desk", ""},
    {"nina_support",
     "Nina",
     "D'Souza",
     Role::support,
     "EMP012",
     "Billing",
     ",billing,payment,meter_read,meter_test,name_change,"},
    {"tarun_technician",
     "Tarun",
     "Yadav",
     Role::technician,
     "EMP100",
     "Field, south",
     ",leak,no_gas,low_pressure,high_pressure,relight,repair,"},
    {"priya_technician",
     "Priya",
     "Kulkarni",
     Role::technician,
     "EMP101",
     "Field, north",
     ",safety_check,new_connection,alteration,meter_replace,meter_test,",
     false},
};

inline constexpr Person customers[] = {
    {"meera_customer", "Meera", "Iyer", "14, Lake View Road, Bengaluru - 560042"},
    {"ravi_customer", "Ravi", "Deshpande", "Flat 7, Shanti Niwas, Pune - 411004"},
    {"sunita_rao", "Sunita", "Rao", "22, Temple Street, Mysuru - 570001"},
    {"arjun_nair", "Arjun", "Nair", "9B, Harbour Heights, Kochi - 682001"},
    {"fatima_sheikh", "Fatima", "Sheikh", "3, Rose Lane, Hyderabad - 500003"},
    {"george_thomas", "George", "Thomas", "Plot 61, Hill Road, Mumbai - 400050"},
    {"lakshmi_reddy", "Lakshmi", "Reddy", "5-9-22, Banjara Hills, Hyderabad - 500034"},
    {"imran_khan", "Imran", "Khan", "18, Station Road, Nagpur - 440001"},
    {"pooja_gupta", "Pooja", "Gupta", "C-204, Green Park, New Delhi - 110016"},
    {"vikram_singh", "Vikram", "Singh", "11, Civil Lines, Jaipur - 302006"},
    {"anita_joshi", "Anita", "Joshi", "Bungalow 2, Aundh, Pune - 411007"},
    {"rahul_verma", "Rahul", "Verma", "H-12, Sector 22, Noida - 201301"},
    {"deepa_krishnan", "Deepa", "Krishnan", "31, Anna Nagar, Chennai - 600040"},
    {"suresh_patil", "Suresh", "Patil", "8, Market Yard, Kolhapur - 416005"},
    {"neha_kapoor", "Neha", "Kapoor", "A-5, Defence Colony, New Delhi - 110024"},
    {"mohan_das", "Mohan", "Das", "77, Park Street, Kolkata - 700016"},
    {"rekha_bose", "Rekha", "Bose", "4, Salt Lake, Kolkata - 700091"},
    {"anil_mehta", "Anil", "Mehta", "Shop 3, Ring Road, Surat - 395002"},
    {"kiran_shah", "Kiran", "Shah", "16, Law Garden, Ahmedabad - 380006"},
    {"manoj_tiwari", "Manoj", "Tiwari", "23, Hazratganj, Lucknow - 226001"},
    {"geeta_pandey", "Geeta", "Pandey", "12, Assi Ghat, Varanasi - 221005"},
    {"harish_gowda", "Harish", "Gowda", "40, Jayanagar, Bengaluru - 560041"},
    {"zoya_ansari", "Zoya", "Ansari", "6, Charminar Road, Hyderabad - 500002"},
    {"peter_fernandes", "Peter", "Fernandes", "House 19, Panjim, Goa - 403001"},
    {"swati_mishra", "Swati", "Mishra", "B-9, Saheed Nagar, Bhubaneswar - 751007"},
    {"amit_chopra", "Amit", "Chopra", "55, Model Town, Ludhiana - 141002"},
    {"ritu_saxena", "Ritu", "Saxena", "27, Arera Colony, Bhopal - 462016"},
    {"naveen_kumar", "Naveen", "Kumar", "13, RS Puram, Coimbatore - 641002"},
    {"shalini_menon", "Shalini", "Menon", "2C, Marine Drive, Kochi - 682031"},
    {"bala_subramanian", "Bala", "Subramanian", "45, KK Nagar, Madurai - 625020"},
    {"farhan_ali", "Farhan", "Ali", "10, Lal Chowk, Srinagar - 190001"},
    {"jyoti_sharma", "Jyoti", "Sharma", "30, Mall Road, Shimla - 171001"},
    {"tenzin_dorji", "Tenzin", "Dorji", "1, Monastery Road, Gangtok - 737101"},
    {"maria_gomes", "Maria", "Gomes", "21, Fontainhas, Panjim - 403001"},
    {"yash_agarwal", "Yash", "Agarwal", "66, MI Road, Jaipur - 302001"},
    {"usha_naidu", "Usha", "Naidu", "17, Beach Road, Visakhapatnam - 530003"},
    {"sameer_kulkarni", "Sameer", "Kulkarni", "34, Tilak Road, Nashik - 422001"},
    {"divya_pillai", "Divya", "Pillai", "50, MG Road, Thiruvananthapuram - 695001"},
    {"rohit_bhat", "Rohit", "Bhat", "29, Malleshwaram, Bengaluru - 560003"},
    {"old_account", "Leela", "Varma", "Moved away"},
};

/// What customers say, by the slug of the type; "" stands for any other type.
struct Story {
    std::string_view slug;
    std::string_view title;
    std::string_view description;
    std::string_view start_note;  // of whoever takes it up
    std::string_view end_note;    // what was done
};

inline constexpr Story stories[] = {
    {"leak",
     "Smell of gas in the kitchen",
     "There is a strong smell near the stove since this morning.",
     "Emergency crew sent, keep the windows open and touch no switch.",
     "Loose hose replaced, leak test passed. Made safe."},
    {"leak",
     "Hissing at the meter",
     "We hear hissing from the meter cupboard on the ground floor.",
     "Emergency crew sent. Please stay outside until they have come.",
     "Union at the meter tightened and sealed, no leak at 30 mbar. Made safe."},
    {"no_gas",
     "No gas since noon",
     "The stove and the geyser stopped at the same time; neighbours too.",
     "The district valve tripped; a crew is on its way.",
     "Supply restored and appliances relit."},
    {"low_pressure",
     "Weak flame",
     "The flame is weak in the evening, water takes an hour to boil.",
     "A technician will measure the pressure this evening.",
     "Regulator cleaned, pressure back to 21 mbar."},
    {"high_pressure",
     "Flame too high",
     "The flame is noisy and yellow even at the lowest setting.",
     "Please use no appliance until the technician has come.",
     "Regulator replaced, pressure set and sealed."},
    {"relight",
     "Pilot light out",
     "The geyser's pilot light does not stay lit after the outage.",
     "A visit is arranged for tomorrow morning.",
     "Thermocouple replaced, pilot light stays lit."},
    {"repair",
     "Rusted pipe on the balcony",
     "The pipe outside is rusted where it enters the wall.",
     "Technician assigned for inspection.",
     "Pipe section replaced, painted and tested."},
    {"maintenance",
     "Yearly service of fittings",
     "Please check the fittings before the monsoon.",
     "Booked with the crew of your area.",
     "Fittings checked, two hoses replaced."},
    {"safety_check",
     "Leak test before moving in",
     "We move in next week and would like a leak test first.",
     "Booked for the day before you move in.",
     "Leak test passed, certificate sent."},
    {"new_connection",
     "New connection for a flat",
     "Application for a new gas connection, two burners.",
     "The survey of the building is booked.",
     "Connection laid, tested and opened."},
    {"alteration",
     "Move the meter outside",
     "We are rebuilding the kitchen and the meter is in the way.",
     "A drawing is with the contractor.",
     "Meter moved to the outer wall and tested."},
    {"shift",
     "Moving to another flat",
     "We are moving within the city at the end of the month.",
     "We have asked the landlord of the new flat for the meter number.",
     "Account transferred to the new address."},
    {"name_change",
     "Change of name",
     "The account is still in my late father's name.",
     "We need a copy of the certificate; a letter is on its way.",
     "Account runs in your name from today."},
    {"disconnect",
     "Disconnect during our absence",
     "We are away for six months, please disconnect.",
     "Booked for your last day.",
     "Valve closed and sealed, final reading noted."},
    {"reconnect",
     "Connect again",
     "We are back and the bill is paid, please connect again.",
     "Payment found, a technician is booked.",
     "Seal removed, leak test passed, gas is on."},
    {"meter_read",
     "Meter reading 04182",
     "The reading today is 04182, photo attached if it worked.",
     "Reading received.",
     "Reading entered, it is on your next bill."},
    {"meter_test",
     "Meter runs too fast",
     "The meter turns although every appliance is off.",
     "A test meter will be fitted beside yours.",
     "Meter tested within limits; a leaking valve behind the geyser was replaced."},
    {"meter_replace",
     "Cracked meter glass",
     "The glass of the meter is cracked and fogged.",
     "A new meter is ordered.",
     "Meter replaced, old reading carried over."},
    {"billing",
     "Bill doubled",
     "This bill is twice the last one though we were away.",
     "We are looking into your account.",
     "Estimated reading corrected; the new bill is on its way."},
    {"payment",
     "Payment not shown",
     "I paid on the 3rd, the account still shows the amount due.",
     "The bank has been asked for the transfer.",
     "Payment found and booked to your account."},
    {"locate",
     "Digging in the lane",
     "The municipality will dig here on Monday, please mark the pipe.",
     "The locating crew is told.",
     "Pipe marked in yellow along the lane."},
    {"planned_work",
     "When is the work on our street?",
     "The notice names no hours. When will the gas be off?",
     "We are asking the contractor for the hours.",
     "Gas is off from 10 to 14 hours; a leaflet was put in your letter box."},
    {"complaint",
     "Nobody came",
     "Two appointments were missed. I took leave from work both times.",
     "Your complaint is with the head of field service.",
     "We are sorry. A fixed appointment was kept today and your bill credited."},
    {"tamper_theft",
     "Unknown pipe at the riser",
     "Somebody has fitted a hose to the riser on the stairs.",
     "Inspection is on its way; please do not touch the hose.",
     "Hose removed, riser sealed, report filed."},
    {"feedback",
     "Thank you",
     "The technician who came on Sunday was kind and quick.",
     "Passed on to the crew.",
     "The technician was told; thank you for writing."},
};

inline constexpr std::string_view customer_comments[] = {
    "Please ring before you come, the bell does not work.",
    "Thank you, we are at home after five.",
    "It has become worse since yesterday.",
    "Is there any news?",
};
inline constexpr std::string_view internal_comments[] = {
    "Dog in the yard, phone first.",
    "Same riser as two reports last week.",
    "Customer is hard of hearing, send a text message.",
};

}  // namespace pilotlight::demo
