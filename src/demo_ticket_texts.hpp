#pragma once
// What is said in the tickets of the demo data: tables only.

#include <string_view>

#include "demo_cast.hpp"
#include "domain/interaction.hpp"

namespace pilotlight::demo {

/// What a contact with the customer was.
struct Contact {
    InteractionType type = InteractionType::call;
    int minutes = 0;  // 0: not noted
    std::string_view notes{};
};

/// A matter that may come up with any request.
struct CaseStory {
    std::string_view subject;
    std::string_view description;
    Contact contact;
    std::string_view answer;      // of whoever works on it
    std::string_view resolution;  // what was done
};

inline constexpr CaseStory case_stories[] = {
    {"A fixed hour, please",
     "The customer works in shifts and asks for a fixed hour.",
     {InteractionType::call, 5, "Any day after 17 hours suits."},
     "We will come at 17 hours; you get a message when the technician sets out.",
     "Hour fixed and kept."},
    {"Heard nothing",
     "The customer rang twice and heard nothing.",
     {InteractionType::call, 12, "Apologised; the customer wants one number to ring."},
     "Sorry for the silence. From today one person answers for your request.",
     "One contact named, the customer is content."},
    {"A report in writing",
     "The landlord asks for a written report of the work.",
     {InteractionType::email, 0, "Asked for the landlord's address."},
     "The report will come by email when the work is done.",
     "Report sent by email."},
    {"Gate is locked",
     "The gate is locked by day and the guard lets nobody in.",
     {InteractionType::visit, 25, "Spoke with the guard; name and hour are in his book."},
     "The guard knows now who is coming.",
     "Way in arranged with the guard."},
    {"Who pays?",
     "Tenant and owner each say that the other pays.",
     {InteractionType::chat, 8, "Sent the page of the tariff that says so."},
     "Work before the meter is ours, behind it the owner's.",
     "Both were told; the owner pays."},
};

/// A conversation with the desk, by positions in the tables of demo_texts.hpp.
struct Talk {
    std::size_t customer;
    std::size_t staff;
    int hours_ago;  // when it began
    Priority priority;
    std::string_view subject;
    std::string_view message;
    std::string_view answer;  // "": nobody has answered yet
    std::string_view reply;   // of the customer; "": none
    TicketStatus ending;
    std::string_view resolution;  // of what is resolved or closed
    Contact contact;              // without notes: none
};

inline constexpr Talk talks[] = {
    {0,
     nina_position,
     900,
     Priority::medium,
     "Bill of last month",
     "My bill is twice the usual one. Is the reading right?",
     "The reading was estimated. Could you send a photo of the meter?",
     "04182, as of this morning. Thank you!",
     TicketStatus::closed,
     "Bill corrected by the true reading.",
     {InteractionType::call, 7, "Explained how an estimated reading comes about."}},
    {12,
     asha_position,
     830,
     Priority::low,
     "Office hours",
     "Is the customer centre open on Saturdays?",
     "Yes, from 10 to 14 hours.",
     "",
     TicketStatus::closed,
     "Answered.",
     {}},
    {5,
     nina_position,
     700,
     Priority::medium,
     "Pay by standing order",
     "How do I set up a standing order?",
     "Open Payments in your bank's app and use your customer number as the reference.",
     "Done, it works.",
     TicketStatus::resolved,
     "Standing order runs from next month.",
     {InteractionType::chat, 10, "Went through the bank's form together."}},
    {17,
     dev_position,
     610,
     Priority::high,
     "Shop without gas on market day",
     "You close the valve on our market day. Can the work be moved?",
     "We are asking the contractor.",
     "Please tell me by Thursday.",
     TicketStatus::resolved,
     "Work moved to Monday.",
     {InteractionType::call, 15, "Contractor agrees to Monday; told the customer."}},
    {8,
     nina_position,
     520,
     Priority::medium,
     "Deposit after moving out",
     "When do I get the deposit back?",
     "Within 30 days of the final reading. Which account shall we use?",
     "The one that paid the bills.",
     TicketStatus::resolved,
     "Deposit transferred.",
     {InteractionType::email, 0, "Sent the form for the deposit."}},
    {1,
     asha_position,
     430,
     Priority::low,
     "No more paper, please",
     "Can the bill come by email only?",
     "Yes. We have changed it, the next bill comes by email.",
     "",
     TicketStatus::closed,
     "Paper bill switched off.",
     {}},
    {21,
     dev_position,
     340,
     Priority::medium,
     "Rebate for solar water heater",
     "The leaflet speaks of a rebate. What do you need from me?",
     "A copy of the invoice and the form on the back of the leaflet.",
     "Both are in the post.",
     TicketStatus::in_progress,
     "",
     {InteractionType::other, 0, "Letter with invoice has come."}},
    {29,
     asha_position,
     260,
     Priority::urgent,
     "My neighbour smells gas too",
     "Two flats smell it on the stairs. Whom do we ring?",
     "Please ring the emergency number now and leave the building; a crew is on its way.",
     "They came within minutes. All is safe, thank you.",
     TicketStatus::closed,
     "Crew sent at once; loose union on the riser.",
     {InteractionType::call, 4, "Stayed on the line until everybody was outside."}},
    {3,
     nina_position,
     190,
     Priority::medium,
     "Name on the bill",
     "My name is spelled wrong on the bill.",
     "We need a copy of your identity card to change it.",
     "",
     TicketStatus::in_progress,
     "",
     {}},
    {14,
     dev_position,
     120,
     Priority::low,
     "Safety course for our school",
     "Do you still visit schools and explain how to use gas safely?",
     "Gladly. How many children, and which class?",
     "Sixty, the fifth class.",
     TicketStatus::in_progress,
     "",
     {InteractionType::visit, 45, "Met the head of the school and chose a day."}},
    {0,
     asha_position,
     76,
     Priority::medium,
     "Two meters on my account",
     "The web page shows two meters, but I have one.",
     "The second was your neighbour's. It is gone from your account.",
     "",
     TicketStatus::resolved,
     "Meter moved to the right account.",
     {InteractionType::chat, 6, "Compared the numbers on the plates."}},
    {1,
     nina_position,
     52,
     Priority::high,
     "Charged twice",
     "The bank shows the same payment twice.",
     "We see one of them. Could you send the second reference?",
     "",
     TicketStatus::in_progress,
     "",
     {InteractionType::call, 9, "Customer looks for the reference."}},
    {24,
     asha_position,
     20,
     Priority::medium,
     "Bigger cylinder store",
     "May we keep a spare cylinder beside the piped gas?",
     "",
     "",
     TicketStatus::open,
     "",
     {}},
    {33,
     asha_position,
     6,
     Priority::low,
     "Calendar with safety tips",
     "Are there any left? My mother loves it.",
     "",
     "",
     TicketStatus::open,
     "",
     {}},
};

}  // namespace pilotlight::demo
