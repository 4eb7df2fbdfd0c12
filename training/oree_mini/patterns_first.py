"""English phrasings of the first edition. They are not changed: whether one is reserved depends on each of its letters."""
CALENDAR = "[on|in|into|to|onto] [my|the|our] [calendar|calendar|diary|agenda|schedule|planner]"

# {when}: the whole time; {day} and {time}: apart; {x}: length, place, people.
CREATE = [
    f"![put|add|enter|write|place|note|include|stick|get|record] {{title}} {CALENDAR} {{when}}{{x}}",
    f"![put|add|enter|write|place|stick] {{title}} {{when}}{{x}} {CALENDAR}",
    "![put|add|enter|slot in|pop in] {title} {when}{x}",
    "![schedule|book|plan|arrange|set up|organise|organize|create|make|pencil in|fix|line up] {title} {when}{x}",
    "![schedule|book|plan|arrange|set up|organise|pencil in] {title}{x} {when}",
    "![create|make|add|set up|start|enter|insert] [an event|an appointment|an entry|a calendar event|a new event|a calendar entry|something] [called|named|titled|:|with the title|labelled] {title} {when}{x}",
    "![create|make|add|set up|book] [an event|an appointment|an entry|a slot] {when}{x} [called|named|titled|for|:] {title}",
    "![schedule|book|plan|add|put] {when}{x}: {title}",
    "![put|write] me down for {title} {when}{x}",
    "![sign|count] me [up|in] for {title} {when}{x}",
    "![block|reserve|keep|save|hold|set aside|block off|block out] {when} for {title}{x}",
    "![block|reserve|set aside|find room for] {title} {when}{x}",
    f"![block|reserve|keep|save] {{when}}{{x}} {CALENDAR} for {{title}}",
    "![mark|note|jot] [down|in my diary|] {title} {when}{x}",
    "![make|note|add] [an appointment|a date|time] for {title} {when}{x}",
    "![book|schedule|set] [me|us] [in|up] for {title} {when}{x}",
    "![add|put|schedule|book] the following: {title}, {when}{x}",
    "![add|put] to my [calendar|agenda|diary]: {title} {when}{x}",
    "![add|create] {title} as [an event|an appointment|a new entry] {when}{x}",
    "![make sure|see to it that] {title} is [in|on] my [calendar|agenda] {when}{x}",
    "{when}, {title}{x}", "{when}: {title}{x}", "{when} - {title}{x}", "{when} {title}{x}",
    "{when} [I have|I've got|we have|there is|there's|I'm having] {title}{x}",
    "{when} is {title}{x}",
    "{title} {when}{x}", "{title}, {when}{x}", "{title}: {when}{x}", "{title} - {when}{x}", "{title}{x} {when}", "{title}{x}, {when}",
    "{title} {when}{x}, [add it|put it in my calendar|please note it|schedule it|book it|save the date|in my diary]",
    "{title} [is|will be|takes place|happens|starts|begins] {when}{x}",
    "{title} [is|will be] {when}{x}[. Put it in my calendar|, add it|, note that in my calendar|, please schedule it]",
    "[I have|I've got|I am having|there is|there's|we have|we've got|I'm going to|I'll have|we are having] {title} {when}{x}",
    "[I have|I've got|there's|we have] {title} {when}{x}[. Put it in my calendar|, add it to the calendar|, can you add that|. Add it please|, write it down in my diary]",
    "[I'd like|I want|I need|we need|we want] [to have |to plan |to schedule |to book |] {title} {when}{x}",
    "[don't let me forget|let me not forget|I must not miss|I mustn't forget] {title} {when}{x}",
    "[new|next|one more|another] [event|appointment|entry|date]: {title} {when}{x}",
    "[new|another] [event|appointment|entry] {when}{x}: {title}",
    "[event|appointment|calendar|agenda|diary]: {title}, {when}{x}",
    "[new|] [event|appointment] {title} {when}{x}",
    "[can|could|may] [I|we] have {title} {when}{x}?",
    "[is it possible to|can you|could you] [fit|squeeze] in {title} {when}{x}?",
    "[what about|how about] {title} {when}{x}? [Put it in|Add it|Schedule it]",
    "[they|she|he] invited me to {title} {when}{x}[, add it|, put it in the calendar|. Add it to my calendar]",
    "[just agreed on|we agreed on|we settled on|just booked|I signed up for|they moved me to] {title} {when}{x}[, add it to my calendar|, put it in|, please note it in the calendar|. Calendar please]",
    "{title} [got fixed for|is set for|is planned for|has been scheduled for] {to}{x}[, put it in my calendar|, add it please|. Note it in the calendar]",
    "save the date: {title} {when}{x}",
    "reminder to self, put {title} [on|in] the calendar {when}{x}",
    # the day and the time apart
    "{day}, {title} at {time}{x}", "{day} {title} at {time}{x}", "{day}: {title} at {time}{x}", "{day} at {time}: {title}{x}",
    "{day} [I have|I've got|we have|there is|there's|we're having] {title} at {time}{x}",
    "{day} [put|add|schedule|book] {title} at {time}{x}",
    "{day}, [please|can you|could you] [put|add|schedule|book|plan] {title} at {time}{x}",
    "at {time} [I have|there's|we have|put|add|schedule] {title} {day}{x}",
    "at {time} {title} {day}{x}",
    "![put|add|schedule|book|plan] {title} at {time}{x} {day}",
    "![put|add|schedule|book] {title} {day}{x}, at {time}",
    f"![put|add|enter] {{title}} {CALENDAR} {{day}}{{x}}, at {{time}}",
    f"![put|add|enter] {{title}} {{day}} {CALENDAR}, [at|starting at] {{time}}{{x}}",
    "![schedule|book|plan|arrange] {day} {title} at {time}{x}",
    "![plan|schedule|add] {title} {day}, [it starts at|starting at|beginning at|time:|say at] {time}{x}",
    "{title} {day}, [it starts at|starting at|beginning at|we start at] {time}{x}",
    "![clear|free up|reserve] some time {day} at {time} for {title}{x}",
]

# The noun alone takes no article when it opens the request.
MOVE = [
    "![move|shift|push|reschedule|change|postpone|delay|bring forward|transfer|put off|switch|rearrange|slide|bump] {event} to {to}",
    "![reschedule|rebook|replan] {event} [for|on|to] {to}",
    "![push|put|move|set] {event} [back|forward] to {to}",
    "![put|place|set] {event} [at|on] {to} instead",
    "![make|have] {event} {to} instead", "![make|set] {event} start {when}",
    "![change|set|update] the [time|date|start] of {event} to {to}",
    "![move|shift|reschedule|change] {event} from {day} to {to}",
    "![move|shift|change] [the event|the appointment|the entry] [called|named|] {event} to {to}",
    "![find|give] {event} a new [time|slot|date]: {to}",
    "![move|shift|push] to {to} {event}",
    "{event} [should|must|needs to|has to|ought to] [be|move|start|take place|happen] {when} [instead|]",
    "{event} [is now|is|will now be|now starts|now takes place] {when}",
    "{event} [has been moved|was moved|got moved|moves|is postponed|was pushed back|has been rescheduled] to {to}",
    "{event} to {to} instead[, please|]", "{event}: move to {to}", "{event} -> {to}",
    "[let's|let us|I'd rather|we'd rather] [do|have|hold] {event} {when} instead",
    "[can|could|may] {event} [be|start|take place|happen] {when} instead?",
    "[can|could] [we|I|you] [do|have|hold|make] {event} {when} instead?",
    "[is it possible to|can you|could you] [move|shift|push] {event} to {to}?",
    "[I can't make|I'm late for|we need another time for] {event}, [move|shift|push] it to {to}",
    "[something came up|change of plan], [move|shift|reschedule] {event} to {to}",
    "[they want|she wants|he wants|we want] {event} {when} instead",
    "{when} [is|would be|works] better for {event}[, move it|, please change it|]",
    "instead of {day}, [do|put|have] {event} {when}",
]

CANCEL = [
    "![withdraw|retract] {event}", "[please|] no {event}, [cancel|delete] it", "{event}? [cancel|delete] it",
    "![cancel|delete|remove|drop|scrap|erase|call off|abort|kill|scratch|undo|get rid of|clear|ditch|skip|axe] {event}",
    f"![take|strike|cross|remove|delete|drop|wipe|scratch] {{event}} [off|from|out of] [my|the|our] [calendar|diary|agenda|schedule]",
    "![call|cross|take|strike] {event} off", "![cancel|delete|remove] {event} {when}",
    "![cancel|delete|remove|drop] [the event|the appointment|the entry|the calendar entry] [called|named|titled|] {event}",
    "{event} [is|was|has been|got|is now] [cancelled|canceled|called off|scrapped]",
    "{event} [is off|isn't happening|won't happen|is not taking place|fell through|won't take place]",
    "{event} [can go|has to go|can be deleted|must go], [delete it|remove it|cancel it]",
    "{event}: [cancel|delete|remove] [it|this|that|]", "{event}, cancel [it|that] [please|]",
    "[I can't make|I won't make|I can't go to|I'm not going to|I won't be at|I'll skip|I will miss] {event}[, cancel it|. Cancel it|, please remove it|, take it off my calendar]",
    "[I don't need|we don't need|forget|forget about|never mind|no need for|no more|no] {event} [any more|anymore|after all|]",
    "[forget about|we won't do|we are not doing|there will be no|there won't be any] {event}[, delete it|, remove it|, cancel that|]",
    "[can|could] [you|we|I] [cancel|delete|drop|remove] {event}?",
    "[is it OK|would it be possible] to [cancel|drop|remove] {event}?",
    "[they|she|he|we] [cancelled|called off|dropped] {event}[, remove it|, take it out|, delete it]",
    "{event} no longer [takes place|happens|fits]", "there's no {event} [any more|after all]",
]

LIST = [
    "what's on [my calendar|the calendar|my agenda|my schedule|] {span}?", "what is [on|planned|scheduled|happening|up] {span}?",
    "what do I have [on|planned|scheduled|to do|going on|in my calendar|] {span}?", "what have I got [on|planned|] {span}?",
    "what [am I|are we] doing {span}?", "what does {span} look like?", "what does my [calendar|day|diary|schedule] look like {span}?",
    "how does {span} look?", "how [busy|full|free] am I {span}?", "do I have [anything|something|any events|any meetings|any appointments|plans] {span}?",
    "have I got anything [on|planned|] {span}?", "is there anything [on|in my calendar|planned|scheduled|] {span}?", "am I [free|busy|booked|available] {span}?",
    "any [events|meetings|appointments|plans|dates] {span}?", "anything [on|planned|scheduled|] {span}?", "which [events|meetings|appointments] [do I have|are there|are planned|are on] {span}?",
    "![show|list|give|read|tell] me [my|the|all] [events|appointments|calendar|meetings|agenda|schedule] {for}", "![show|list|display|read out|check|look up|see|open|pull up|print] [my|the|all] [events|appointments|calendar|meetings|agenda|diary|schedule] {for}",
    "![check|see|look|tell me] what [I have|is on|I've got|is planned|there is] {span}", "![check|look at|see] {the_span}", "![tell|show] me about {the_span}",
    "![look in|check] my [calendar|diary|agenda] {for}", "[my|the] [calendar|agenda|schedule|events|appointments|meetings] {for}", "{the_span}: what's [on|planned]?",
    "[calendar|agenda|schedule|events|meetings] {for}", "[I want|I'd like|I need] to [know|see] what's on {span}", "what's my [day|schedule|plan|agenda|calendar] [like|] {span}?",
    "when am I busy {span}?", "where do I have to be {span}?", "what's [coming up|up|ahead] {span}?", "remind me what's on {span}", "what's in [store|the diary] {span}?",
    "give me [an overview|a summary] of {the_span}",
]
LIST_BETWEEN = [
    "what's on between {a} and {b}?", "what do I have [planned|on|] between {a} and {b}?", "what's on from {a} to {b}?", "![show|list|give me|read] [my|the] [events|calendar|appointments|agenda|meetings] [between|from] {a} [and|to] {b}",
    "do I have anything [between|from] {a} [and|to|until] {b}?", "any [events|meetings|appointments] from {a} to {b}?", "[events|calendar|agenda] from {a} to {b}", "between {a} and {b}, what do I have?",
    "from {a} to {b}, what's [planned|on]?", "what happens between {a} and {b}?", "am I [busy|free] between {a} and {b}?", "[which|what] [meetings|events] are there from {a} until {b}?",
]
LIST_ALL = [
    "what's on my [calendar|agenda|schedule|diary]?", "![show|list|open|read|display] [my|the] [calendar|events|agenda|appointments|diary|schedule]", "what do I have [coming up|planned|scheduled]?", "what are my [events|appointments|next meetings|plans]?",
    "[my|the] [calendar|agenda|events], please", "![show|give] me my [calendar|agenda|events|schedule]", "which events do I have?", "what's [next|coming up]?", "do I have any [events|appointments|meetings]?", "what is planned?",
]

FREE = [
    "![find|look for|search for|get|give|show|suggest] me [{lengthy}|{a_lengthy}] [slot|gap|window|free slot|hole] {span}",
    "![find|look for|search for|suggest] {long} [free|of free time|] {span}", "![find|give] me {long} [free|of free time|off|for myself|] {span}", "when [am I|are we] free for {long} {span}?",
    "when [do I have|have I got|is there] {long} [free|] {span}?", "when [can I|could I|can we|could we] [fit|squeeze|find|have] [in|] {long} {span}?", "do I have {long} [free|to spare|] {span}?",
    "is there [a free|a|any] {lengthy} [slot|gap|window] {span}?", "where [is there|do I have] room for {long} {span}?", "I need {long} [free|for myself|of quiet|for a task|] {span}[, when can I?|, when?|. When is it possible?|, find me a time|, when am I free]",
    "![find|check] [a free|an open|an empty] {lengthy} [slot|gap|window] {span}", "{span}, when am I free for {long}?", "{span}, [find me|find|look for] {long} [free|of free time]", "free [time|slot] of {long} {span}?",
    "{long} free {span}, when?", "![find|search] free time {span} for {long}", "[when|at what time] would {long} [fit|work|be possible] {span}?", "![find|see] when I [have|am free for] {long} {span}", "which slots of {long} are free {span}?",
    "can I [squeeze|fit] {long} in [somewhere|] {span}?", "any free {lengthy} [slot|gap] {span}?", "how about {long} of free time {span}, when?", "free slots {span} of [at least|] {long}", "got {long} free {span}?",
]
FREE_BETWEEN = [
    "![find|look for|give me] {long} [free|] between {a} and {b}", "when am I free for {long} between {a} and {b}?", "is there a free {lengthy} [slot|gap] between {a} and {b}?", "![find|suggest] a {lengthy} [slot|gap|window] [from|between] {a} [to|and] {b}",
    "when do I have {long} [free|] from {a} to {b}?", "between {a} and {b}, when can I fit {long}?", "free time of {long} from {a} to {b}?",
]

CONTACTS_FIND = [
    "what's {name}'s [phone number|number|email|email address|address|contact|mobile|contact details]?", "what is {name}'s [phone number|number|email|mobile]?",
    "what is the [phone number|number|email|email address|contact|mobile number] of {name}?", "do I have {name}'s [number|phone number|email|contact details|address]?",
    "![find|look up|search|search for|show|get|give|tell|fetch|pull up|open] [me |][the contact |the details of |the number of |the email of |the phone number of |]{name}",
    "![find|look up|show|get|tell|give] me {name}'s [number|phone number|email|email address|contact details|details|contact]",
    "![search|check|look in|look through] my [contacts|address book] for {name}", "how [can|do|could] I [reach|contact|call|phone|email|get hold of|get in touch with] {name}?",
    "who is {name}?", "is {name} in my [contacts|address book]?", "do I know [someone|anyone|anybody] [called|named] {name}?", "{name}'s [number|phone|email|phone number|contact details][?|, please|]",
    "[I need|I want|I'm looking for|I can't find] [the number of|the phone number of|the email of|the contact of] {name}", "[I need|I want|I'm looking for] {name}'s [number|phone number|email|contact details]",
    "have I [saved|stored|got] {name}?", "contact [of|details of|details for|for] {name}", "[contact|contacts|address book]: {name}", "[number|phone number|email] of {name}[?|]",
    "what do [I|we] have on {name} in the [address book|contacts]?", "which [number|email] does {name} have?", "do we have contact details for {name}?",
]
CONTACTS_ADD = [
    "![add|save|store|put|enter|record] {name}{d} [to|in|into] [my|the] [contacts|address book|contact list]", "![add|save|store|put] {name} [to|in|into] [my|the] [contacts|address book|contact list]{d}",
    "![add|save|store|record|create|make] [a contact|a new contact|the contact|a person] {name}{d}", "![create|make|add] [a contact|a new contact|a card|an entry] [called|named|for] {name}{d}",
    "new contact[:| -|] {name}{d}", "[contact|add contact|save contact][:|] {name}{d}", "![save|store|remember|keep] {name}'s [number|details|contact]{d}",
    "{name}{d}, [add it to my contacts|save this contact|put that in my contacts|save it to the address book|add to contacts]", "{name} is a new contact{d}",
    "[I met|I've met|just met] {name}{d}[, save it in contacts|. Add to contacts|, add the contact|, put them in my contacts]", "![add|save] the [following contact|following person|new colleague|new client|new neighbour]: {name}{d}",
    "![put|get|write] {name}{d} [down in|into] [my|the] [contacts|address book]", "[my|the] [new neighbour|doctor|plumber|colleague|landlord|teacher|new client] is {name}{d}, [save the contact|add to contacts|save that]",
    "![register|enter] {name} as a [new |]contact{d}",
]
NUMBER_OF = ["{name}'s [number|phone number|phone|mobile] is {phone}", "{name}'s new [number|phone number] is {phone}", "![save|store|remember] {phone} [as|for] {name}'s [number|phone number|phone]",
             "![save|store|add] the [number|phone number] {phone} for {name}", "![save|add|store] {phone} as the number of {name}", "the [number|phone number] of {name} is {phone}", "{phone} is {name}'s [number|phone number|mobile]",
             "you can reach {name} at {phone}, save it", "{name} can be [called|reached] at {phone}[, save that|. Save it|]"]
EMAIL_OF = ["{name}'s [email|email address|mail|address] is {email}", "![save|store|remember] {email} [as|for] {name}'s [email|email address]", "![save|store|add] the [email|email address] {email} for {name}",
            "the [email|email address] of {name} is {email}", "{email} is {name}'s [email|email address|mail]", "{name} can be reached at {email}[, save that|. Save it|]", "![save|add] {email} as the email of {name}"]

NOTES_ADD = [
    "![note|write down|jot down|remember|record|keep in mind|take a note|make a note|write|put down] [that |: |]{text}", "![note down|save a note|add a note|create a note|make a note|take a note|write a note|leave a note]: {text}",
    "![add|save|create|make|take|write|leave] [a note|a memo|a quick note|a new note|the note] [that|saying|that says|saying that|reading|with the text|to self:|:| -] {text}", "note: {text}", "note to self[:| -|,] {text}", "memo: {text}",
    "new note: {text}", "quick note[:|,| -] {text}", "![add|put|write|save] {text} [to|in|into] my notes", "![add|put|write|save|store] [this|the following] [to|in|into] my notes: {text}", "![note|save|write down|jot down|remember] [this|the following]: {text}",
    "[my notes should say|in my notes, write|put in my notes|for my notes]: {text}", "{text}, [note that|write that down|make a note of that|put it in my notes|note it down|save this as a note]", "{text} - [note that|write it down|please note|save as note]",
    "don't let me forget that {text}", "[I want|I need|I'd like] to [note|write down|remember] that {text}", "![write|get|put] {text} down in my notes", "![keep|make|take] a note of {text}", "[notes|note this down|idea|for later|to remember]: {text}",
]
NOTES_SEARCH = [
    "![search|search through|look through|check|go through|scan] my notes for {query}", "![find|show|look up|look for|search for|get|pull up|open] [my notes|notes|the note|the notes|my note|what I wrote|what I noted] [about|on|for|mentioning|regarding|with] {query}",
    "what did I [note|write|write down|jot down|save|put in my notes] about {query}?", "do I have [a note|any notes|notes|anything in my notes] [about|on|for|mentioning] {query}?", "is there [a note|anything in my notes] [about|on|mentioning] {query}?",
    "what do my notes say [about|on] {query}?", "[where is|where did I put] [the|my] note [about|on] {query}?", "which notes mention {query}?", "notes [about|on|for|mentioning] {query}[?|]", "[my|any] notes [about|on] {query}[?|, please|]",
    "[search notes|note search|notes]: {query}?", "did I [write|note|save] [anything|something] about {query}?", "have I [noted|written] anything [about|on] {query}?", "![find|see|check] if I [noted|wrote down] [something|anything] about {query}",
    "what was [it I noted|that note] about {query}?", "[in|among] my notes, [find|what is there on|look for] {query}", "![search|find] {query} in my notes", "[I noted something about|I wrote something on] {query}, [find it|what was it?|show me]",
]
CLOCK = [
    "what time is it[ now| right now| at the moment|]?", "what's the time[ now|, please|]?", "what is the [time|current time|exact time|date|current date|local time]?", "what's the [date|current time|exact time|local time|time and date]?",
    "what day is [it|today|this]?", "what's today's date?", "what is today's date?", "what [day of the week|weekday|date|year|month] is it[ today|]?", "what's today?", "![tell|give|show] me the [time|date|current time|time and date|exact time|date of today|day]",
    "[time|the time|date|the date|today's date|current time|time and date][, please|?|, quick|]", "do you [know|have] [the time|what time it is|what day it is|the date|today's date]?", "how late is it?", "is it [late|past noon|morning|Monday|Friday|the weekend] [already|yet|now]?",
    "![check|look at|read] the [clock|time|date]", "[I need|I want to know|I forgot|I lost track of] the [time|date]", "which [day|date|month|year] [is it|are we in|do we have]?", "what does the clock say?", "what [hour|time of day] is it?", "which day of the month is [it|today]?",
    "now is what time?", "where are we in the week, which day?", "![say|state] the [time|date]",
]
CALCULATE = [
    "what is {spoken}?", "what's {spoken}?", "how much is {spoken}?", "how much [are|do] {spoken} [make|]?", "![calculate|compute|work out|evaluate|figure out|solve|tell me|give me|do|find] {spoken}", "{spoken}", "{spoken} = ?", "{spoken}?", "what does {spoken} [make|give|equal|come to|add up to|amount to]?",
    "[can you do|could you work out|do you know|I need to know|I need|I want] {spoken}[?|]", "![tell|show|give] me [the result of|the value of|what you get for|the answer to|how much is] {spoken}", "[the result|the value|the answer] of {spoken}[?|, please|]",
    "[calculator|maths|sum|math|quick maths|quick sum]: {spoken}", "{spoken} makes [how much|what]?", "how many [is|are] {spoken}?", "[please work this out|work this out|solve this|help me with this sum]: {spoken}", "use the calculator [for|on|to get] {spoken}", "result of {spoken}[?|]",
]

# What no tool does.
NO_TOOL = [
    "![book|order|get] me [a flight|a taxi|a hotel|a train ticket|a table] [to|in|near] {place}", "![play|put on] [some music|a song|the radio|jazz|{topic}]", "![turn|switch] [on|off] the [lights|heating|oven|TV]", "what's the weather [like|] in {place}?",
    "![send|write] [an email|a message|a text|a letter] to {name}", "![call|phone|ring] {name} [now|]", "![translate|say] {topic} [into|in] [French|German|Italian|Spanish]", "who [won the match|wrote {topic}|is the president of {place}|invented {topic}]?",
    "![tell|read] me [a joke|a story|the news|a poem about {topic}]", "how [far|long] is it to {place}?", "![buy|order|sell] {topic}", "what is the capital of {place}?", "![open|close|lock|unlock] the [door|garage|window]", "![take|make] a [photo|picture|video]",
    "how do I [cook|repair|draw|build] {topic}?", "![search|browse|google|look on] the [web|internet] for {topic}", "what's the [stock price|exchange rate|population] of {place}?", "![set|start] a timer", "![pay|transfer] [the rent|{name}]", "![write|compose] [a poem|an essay|code] about {topic}",
    "is it going to [rain|snow] in {place}?", "![recommend|suggest] a [film|book|restaurant] [in {place}|about {topic}|]", "![drive|take|fly] me to {place}", "![post|tweet|share] {topic}", "why is {topic} so [big|expensive|old|nice]?", "![download|install|update] {topic}",
]
SMALL_TALK = [
    ("[hello|hi|hey|good morning|good evening|good afternoon|hi there|hello there]", ("Hello! What can I do for you?",)), ("[thanks|thank you|thanks a lot|many thanks|cheers|great, thanks|perfect|thank you very much]", ("You're welcome.",)),
    ("how are you[ today|]?", ("Fine, thank you. What can I do for you?",)), ("[who|what] are you?", ("I am Orée, an agent on this device.",)), ("what can you do?", ("I can help with what my tools allow.",)), ("[bye|goodbye|good night|see you|bye bye]", ("Goodbye!",)),
    ("what's your name?", ("I am Orée, an agent on this device.",)), ("[help|help me|can you help me?]", ("I can help with what my tools allow.",)),
]

# A required argument is missing: pattern, question, the tool, and how the missing one is said.
MISSING = [
    ("calendar_create", ["![schedule|book|plan|add|arrange|set up|organise|pencil in|put] {title}", "![add|put|enter] {title} [to|in|on] my [calendar|diary|agenda]", "![create|make] an [event|appointment] [called|named|for] {title}", "[I need|I'd like|I want] to [schedule|plan|book] {title}",
                         "[can you|could you] [schedule|book|add] {title}?", "new [event|appointment]: {title}", "I have {title}, put it in my calendar", "![find a date for|make an appointment for] {title}"], "start"),
    ("calendar_create", ["![schedule|book|plan|add|create|make|set up] [something|an event|an appointment|a new event] {when}", "![block|reserve] {when}", "put something in my calendar {when}", "new [event|appointment] {when}", "I need an [event|appointment] {when}"], "title"),
    ("calendar_move", ["![move|reschedule|postpone|shift|push back|delay|put off] {event}", "[I need|I'd like] to [move|reschedule] {event}", "{event} has to be [moved|rescheduled|postponed]", "![change|find] [the time of|another time for|a new date for] {event}", "can you [move|reschedule] {event}?"], "start"),
    ("calendar_cancel", ["![cancel|delete|remove] [an event|a meeting|an appointment|something from my calendar|an entry]", "[I need|I'd like|I want] to cancel [an event|a meeting|an appointment|something]"], "event"),
    ("calendar_free", ["when am I free {span}?", "![find|look for|give me|suggest] [a free slot|free time|some free time|a gap|an open slot] {span}", "![find|see] when I'm free {span}"], "length"),
    ("contacts_add", ["![add|save|create|make|store] a [new contact|contact|person]", "new contact", "I want to [add|save] [someone|a contact|a new contact]", "![save|store] this number[: | ]{phone}", "![add|save] someone to my [contacts|address book]"], "name"),
    ("contacts_find", ["![look up|find|search for] [a contact|someone|somebody|a person]", "I [need|want] [a|someone's] phone number", "I need to look someone up", "![look|search] in my contacts"], "person"),
    ("notes_add", ["![take|make|write|add|create|save] a [note|new note|memo]", "[I want|I'd like|I need] to [write|note] something down", "new note", "![note|write|jot] something down"], "text"),
    ("notes_search", ["![search|look through|check] my notes", "![find|look for|search for] a note", "I'm looking for a note", "![open|show] a note"], "query"),
    ("calculator", ["![calculate|compute|work out] something", "[I need|can you do] a [calculation|sum][?|]", "do some maths for me"], "expression"),
]
FOLLOW_MOVE = ["![move|shift|push|put|change|reschedule] it to {to}", "{to} instead[, please|]", "make it {to}[ instead|]", "no, {to}", "[actually|wait|sorry], {to}", "![move|shift|change] [that|this|the event|the appointment] to {to}", "can [it|that] [be|start] {when} instead?", "I meant {to}", "can we do {to} [instead|]?", "better {to}", "it should be {when}",
               "it [is|starts] {when} now", "let's say {to}", "rather {to}, please", "![reschedule|postpone] [it|that] to {to}"]
FOLLOW_CANCEL = ["![cancel|delete|remove|drop|scrap] [it|that|this][ again|]", "never mind, [cancel|delete|remove] it", "[actually|wait|sorry|no], [cancel|delete|remove] [it|that]", "![call it off|take it off my calendar|take it out again]", "it's [cancelled|off]", "![remove|delete|cancel] [the event|that event|the appointment]", "I changed my mind, [cancel|delete] it", "forget it, delete it"]
