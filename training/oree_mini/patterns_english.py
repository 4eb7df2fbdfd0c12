"""English phrasings of the second edition, besides those that calendar_asks.py and other_asks.py had from the first.

The first edition's patterns are never changed: whether one is reserved depends on each of its letters.
"""
CALENDAR = "[on|in|into|to|onto] [my|the|our] [calendar|diary|agenda|schedule|planner|cal]"

CREATE = [
    "{title} {day} at {oops_time}, [no|no wait|sorry|make that|I mean] {time}{x}", "![schedule|book|add|put|plan] {title} {day} at {oops_time}, [no|sorry|rather|I mean] at {time}{x}", "![schedule|book|add|plan] {title} {day}, not at {oops_time}, at {time}{x}", "{title} {oops_day}, [no|no wait|sorry|I mean] {day} at {time}{x}", "![schedule|book|add|put] {title} {oops_day}, [no|sorry|actually] {day} at {time}{x}",
    "[we have|there's|I have] {title} {day} at {oops_time}, wait, at {time}{x}", "{title} {day} - {oops_time}, no, at {time}{x}",
    f"![get|drop|pop|slip|log|throw|chuck|stick|jot] {{title}} {CALENDAR} {{when}}{{x}}",
    "![set|lock|line|ink] in {title} {when}{x}", "![schedule|arrange|fix|set] {title} to [start|begin] {when}{x}",
    "![pencil|put|slot|squeeze|fit] {title} in {when}{x}", "![reserve|allocate|carve out] time for {title} {when}{x}",
    "I'm [doing|attending|going to|off to|hosting|giving] {title} {when}{x}", "[we're|we are] [doing|holding|hosting] {title} {when}{x}",
    "{title} [got booked|was arranged|has been arranged|is confirmed|is happening|is on] {when}{x}", "my {title} is {when}{x}",
    "{when} works for {title}{x}, [book it|put it in|add it]", "[let's|let us] [do|have|say|hold|put] {title} {when}{x}",
    "[I've|I have] just been told [about|of] {title} {when}{x}, [add it|put it down|calendar]", "[please remember|remember] {title} {when}{x}, [it goes in my calendar|calendar entry please]",
    "[I need|I want] {title} [on my calendar|in the diary|scheduled|booked] {when}{x}", "[calendar|diary] entry: {title} {when}{x}", "[appointment|event|calendar] for {title} {when}{x}",
    "{title} {oops}, [no|no wait|sorry|scratch that|I mean|or rather] {when}{x}", "![schedule|book|add|put in|plan] {title} {oops}, [no|no wait|sorry|I mean|make that|actually] {when}{x}",
    "[I have|there's|we have] {title} {oops}, [no sorry|hang on, no|I mean], {when}{x}", "![add|schedule|book] {title} - not {oops} - {when}{x}",
    "{title} with a start at {time} {day}{x}", "{day} there's {title} starting at {time}{x}", "![start|begin] {title} {day} at {time}{x}", "{title}, {day}, {time}{x}",
    "![add|schedule|log] an event {when}{x}, it's {title}", "[we agreed|it's agreed], {title} {when}{x}", "[expect|expecting] {title} {when}{x}, [add it|put that in my calendar]",
    "one {title} {when}{x}, please", "![see if you can|try to] [schedule|book|fit in] {title} {when}{x}", "[he|she|they] [want|asked for|would like] {title} {when}{x}, [book that|add that|schedule it]",
]
MOVE = [
    "![push|bump|kick|nudge|drag|knock|roll|shunt] {event} [back |out |]to {to}", "![bring|pull|move] {event} [forward|up|ahead] to {to}",
    "![defer|adjourn|put back|hold off|hold over|reset|realign|readjust] {event} [to|until|till] {to}", "![postpone|delay|defer|put off|hold off] {event} [until|till] {to}",
    "![have|hold|do|run|start] {event} {when}, not {oops}", "{event} not {oops} but {when}", "{event} isn't {oops} [any more|now], it's {when}",
    "{event} [slips|slid|drops|goes back|comes forward|has slipped|got bumped|got pushed] to {to}", "[we|they|I] [moved|pushed|shifted|rescheduled|bumped] {event} to {to}",
    "[update|edit|adjust|amend|correct|fix] {event}: {when}", "[edit|amend|adjust] {event} [so that it starts|to start] {when}", "[update|edit|correct] {event} to {to}",
    "{event} [won't work|doesn't work|can't happen] {oops}, [move it to|push it to|make it] {to}", "![take|get] {event} from {day} to {to}", "swap {event} to {to}",
    "{event} -- {to} now", "new time for {event}: {to}", "new date for {event}, {to}", "there's a clash, [put|move|shift] {event} to {to}", "{event} [gets|needs] a new [time|slot], {to}",
    "[I said|I told you] {event} {oops} but it's {when}", "![move|shift|push|reschedule] {event} [please|] to {to}, not {oops}", "would {to} work for {event}? [Move it|Change it]",
    "![move|reschedule|shift] {event}, [new start|it starts now|new time]: {to}", "[whoever|someone] can't make {event}, [so|] {to} instead", "[do you mind moving|mind moving|would you mind shifting] {event} to {to}?",
]
CANCEL = [
    "![withdraw from|pull out of|back out of|opt out of|bow out of|bail on|bail out of] {event}", "![nix|bin|void|purge|trash|wipe|eliminate|dump|discard|revoke|annul|unbook|unschedule] {event}",
    "![take|get|cut|clear|strike] {event} out of [my|the] [calendar|diary|schedule]", "{event} [got scrapped|got called off|has been dropped|was axed|has been binned|is no more]",
    "[I'm|we're|I am|we are] [cancelling|dropping|skipping|not doing|calling off] {event}", "{event} [isn't|is not|won't be] [happening|going ahead|needed][, remove it|, delete it|, cancel it|]",
    "[count me out of|leave me out of|I'm out for] {event}", "{event} [doesn't suit|clashes|is too much], [cancel|delete|drop] it", "[you can|you may|feel free to] [delete|drop|remove|cancel] {event}",
    "why is {event} still [there|in my calendar]? [Delete|Remove|Cancel] it", "![stop|end] {event}, [take it out of the calendar|remove it]", "[turns out|sadly|unfortunately] {event} is [off|cancelled]", "let {event} go, [cancel it|it's cancelled]",
    "[I don't want|I no longer want|nobody wants] {event} [in my calendar|any longer|]", "![make|see] {event} [go away|disappear] [from my calendar|]",
]
LIST = [
    "what [plans|things|stuff|commitments] do I have {span}?", "what's [my|the] line-up {span}?", "[brief|fill] me in on {the_span}", "![run|walk|talk|take] me through {the_span}", "how's {the_span} looking?", "what's [booked|set|arranged|in the calendar] {span}?",
    "who am I [meeting|seeing] {span}?", "when's my first [meeting|thing|appointment] {span}?", "is {the_span} [busy|free|full|packed|clear]?", "do I have to be [anywhere|somewhere] {span}?", "got [anything|plans|something] {span}?", "what [must|should] I [attend|go to] {span}?",
    "anything [I should know about|important|going on] {span}?", "![lay out|go over|recap|sum up] {the_span}", "what have we got {span}?", "where am I [supposed to be|going] {span}?", "![bring up|load] [my|the] [calendar|diary|agenda] {for}",
]
LIST_BETWEEN = [
    "what's booked between {a} and {b}?", "![list|show] everything [from|between] {a} [to|and] {b}", "how [busy|full] am I from {a} to {b}?", "what have I got from {a} through {b}?", "my plans between {a} and {b}?", "is there anything from {a} till {b}?",
]
LIST_ALL = ["what have I got [on|coming|planned]?", "![tell|show] me what's [coming up|ahead|planned]", "anything [coming up|planned|on]?", "what's on the [agenda|cards]?", "my [schedule|plans|diary][?|, please]", "![go through|run through] my [calendar|diary]"]
FREE = [
    "when could I [do|have|get|take] {long} {span}?", "![spot|locate|identify|dig up] {long} [free|] {span}", "is {long} [possible|doable] {span}?", "when do I get {long} to myself {span}?", "what's a good time for {long} {span}?", "{long}, {span}, when?", "find a time {span}, {long} please", "how can I fit {long} in {span}?",
    "[I'm looking|looking] for {long} {span}", "got a {lengthy} [gap|slot|window] {span}?", "![find|get] me {a_lengthy} [opening|break] {span}", "what gaps of {long} are there {span}?", "when is there time for {long} {span}?",
]
FREE_BETWEEN = ["what's free for {long} between {a} and {b}?", "[I'd like|I need] {long} between {a} and {b}, when?", "any {long} free from {a} to {b}?", "![search|look] for {long} from {a} to {b}"]
CONTACTS_FIND = [
    "got {name}'s [number|email|details|digits]?", "how do I get [through to|hold of|in contact with] {name}?", "![dig out|bring up|grab|retrieve|check] {name}'s [number|details|email|contact]", "what have I got for {name}?", "do you have [a number|an email|an address|contact details] for {name}?", "I have to [ring|call|email|text|reach] {name}, [what's the number|what's the address|find the contact]?",
    "where can I reach {name}?", "[what's|what is] the [best number|number I have|address I have] for {name}?", "{name}, [what's the number|number please|the email please]", "who's {name} [again|]?", "[show|open] {name}'s [card|entry|contact]", "did I save {name}?", "contact info [for|of] {name}",
]
CONTACTS_ADD = [
    "![add|save|keep|store] {name} as a contact{d}", "![log|file|list] {name}{d} [under|in|with] my contacts", "[meet|this is] {name}{d}[, save it|. Add to my contacts|, new contact]", "![stick|pop|put] {name}{d} in [the|my] [address book|contacts|phone book]", "[got a new contact|here's a contact|contact details], {name}{d}", "![remember|note] this contact: {name}{d}", "please save: {name}{d}",
]
NUMBER_OF = ["{name} [is on|is at|has the number|has number] {phone}[, save it|. Save that|]", "![put|note|add] down {phone} for {name}", "{name} changed [numbers|phones], it's {phone}", "here's {name}'s [number|mobile]: {phone}", "call {name} on {phone}, save that number"]
EMAIL_OF = ["{name} uses {email}[, save it|. Save that|]", "here's {name}'s [email|address]: {email}", "write to {name} at {email}, save that", "{name} [has a new email|changed email], it's {email}"]
NOTES_ADD = [
    "![note|jot|scribble] [down |]{text} [in|into] my notes", "![add|append|put] to my notes[: | ]{text}", "[note|noted|to note|write this]: {text}", "![stick|pop|drop] {text} in [a note|my notes|the notes]", "[my note|notes please|new memo|a note]: {text}", "![save|store|keep] {text} as a note", "![save|store|keep|log] the [thought|idea|fact]: {text}", "for the record, {text}, [note it|make a note]",
    "[I should|I must|let me] [note|write] down: {text}", "{text} [goes|should go] in my notes", "can you [jot|write|take] this down: {text}?", "[someone told me|I just learned] that {text}, [write it down|note that]", "don't forget: {text}", "[in the notes|in my notes]: {text}", "![record|save] a note: {text}", "here's a note: {text}",
]
NOTES_SEARCH = [
    "[what was|where's] [my note|that note|the note] [on|about] {query}?", "![pull|dig|bring] up [anything|whatever] I [wrote|noted] [on|about] {query}", "anything [noted|written down|in my notes] [on|about] {query}?", "what have I [noted|written] [on|about] {query}?", "![leaf|browse] through my notes for {query}", "[I need|let me see] my notes on {query}", "[is|was] {query} [mentioned|anywhere] in my notes?", "remind me what I [wrote|noted] about {query}",
    "![scan|search] the notes for {query}", "my note on {query} said what?", "notes with {query} in them", "did my notes say anything about {query}?",
]
CLOCK = ["got the time?", "[what|which] weekday are we on?", "can you tell the time?", "what date are we?", "time please", "what's the day today?", "what year are we in?", "how late have we got?", "tell me what day it is", "is today [Monday|Tuesday|Friday|Sunday]?", "the current [date|time|hour] please", "any idea what time it is?"]
CALCULATE = ["{spoken}, what's that?", "{spoken} is what?", "what do you get for {spoken}?", "how much would {spoken} be?", "![do the maths on|crunch|run] {spoken}", "what would {spoken} be?", "quickly, {spoken}", "help, {spoken}?", "if I take {spoken}, what do I get?", "the answer to {spoken}?", "{spoken} equals?"]
NO_TOOL = [
    "![delete|remove|erase] {name} from my [contacts|address book]", "![change|edit|update] {name}'s [address|birthday|job] in my contacts", "![delete|erase|edit|burn] my note [about|on] {topic}", "![share|print|export|sync] my [calendar|diary] [with {name}|]", "![send|mail] {name} an invitation", "![rename|merge] the contact {name}",
    "![feed|walk|brush] the [dog|cat|rabbit]", "![charge|unlock|restart] my [phone|car|laptop]", "what's on [TV|Netflix] [tonight|]?", "![summarise|explain|define] {topic}", "how many people live in {place}?", "is {place} safe?", "![scan|print|fax] {topic}", "![show|give] me directions to {place}", "![block|report] {name}", "who is playing [in {place}|] [tonight|]?", "![raise|lower] the volume", "![hire|fire] {name}",
    "![roll|toss|flip] a [die|coin]", "what's the score?", "which phone should I buy?", "![proofread|rewrite] {topic}", "![guess|predict] the lottery numbers", "when was {place} founded?", "what rhymes with {topic}?", "![encrypt|compress] {topic}",
]
SMALL_TALK = [
    ("[are you|you're] [a robot|human|a person|a machine|real][?|, right?]", ("I am a program on this device.",)), ("[do you speak|can you speak|do you understand] [French|English]?", ("Yes, English and French.",)), ("[okay|ok|alright|fine|got it|sounds good|understood|all good|great]", ("All right.",)),
    ("[where does my data go|do you send my data anywhere|who reads my data|is this private]?", ("Nowhere: everything stays on this device.",)), ("[well done|good job|nice work|you're great|you rock|good bot]", ("Thank you!",)), ("[I'm bored|I'm tired|what a day|I'm exhausted]", ("I see. Tell me if I can do something.",)),
    ("[sorry|my bad|oops|I apologise]", ("No problem.",)), ("[nothing|never mind, nothing|no, that's all|that's all for now|nothing else]", ("All right.",)), ("[how old are you|when were you made]?", ("I am a program, I have no age.",)), ("[I love you|do you love me|be my friend]", ("I am only a program, but I am happy to help.",)),
]
MISSING = [
    ("reminders_add", ["![remind|ping] me to {do}", "![set|add|create] a reminder to {do}", "[I need|I want] a reminder to {do}", "[don't let me forget|I mustn't forget] to {do}, remind me"], "at"),
    ("reminders_add", ["![set|add|create] a reminder {when}", "![remind|ping|nudge] me {when}", "[I need|I want] a reminder {when}", "could I get a reminder {when}?"], "reminder_text"),
    ("reminders_done", ["![mark|tick off] a reminder[ as done|]", "I've done one of my reminders", "one of my reminders is done", "that reminder is done", "I finished one of my reminders"], "reminder"),
    ("reminders_cancel", ["![delete|remove|cancel] a [reminder|timer]", "I don't need one of my reminders any more", "get rid of a reminder"], "reminder"),
    ("files_read", ["![read|open|show] [a|the] file", "I want to read a file", "![read|show] me a file"], "path"),
    ("files_delete", ["![delete|remove|erase] a file", "one of my files can go", "there's a file too many", "I no longer need a file"], "path"),
    ("files_search", ["![search|look through] my files", "I'm looking for a file"], "query"),
    ("units_convert", ["![convert|change] {amount} {from}", "convert {amount} {from} for me", "I have {amount} {from} to convert"], "unit"),
]
FOLLOW_MOVE = ["no, I meant {to}", "not {oops}, {to}", "no, not {oops}, {to}", "[sorry|oops|wait], I mean {to}", "[hm|hmm], {to} is better", "switch that to {to}", "it's {to}, not {oops}", "[ah|oh] wait, {to}", "bump it to {to}", "I said {to}", "better make it {to}", "wrong [day|time], {to}", "correction: {to}", "![bring|pull] it forward to {to}", "could it start {when}?", "![defer|delay] it until {to}"]
FOLLOW_CANCEL = ["scratch that, delete it", "[bin|ditch|drop] it", "on second thoughts, cancel it", "[no|nope], take it out", "I don't want it after all, remove it", "[hm|hmm], cancel that again", "undo that, delete the event"]
LEAVE_IT = ["no, leave it", "never mind", "[no|nah], forget it", "leave it", "[actually|no], nothing", "[no thanks|no thank you]", "not now", "[drop it|let it be|skip it]", "forget about it", "[hm|oh] no, don't", "it can wait", "I'll do it later", "stop, never mind"]
WHEN_IS = ["when is {event}?", "when's {event}?", "what time is {event}?", "at what time does {event} start?", "which day is {event} on?", "![tell|remind] me when {event} is", "when do I have {event}?", "do you know when {event} is?", "I forgot when {event} is", "when does {event} take place?", "{event}, when is it?", "on what day is {event}?", "![check|look up] when {event} is"]
THEN_WHEN = ["and {event}?", "and when is {event}?", "[OK|ok|right|thanks], and {event}?", "what about {event}?", "when is {event} [again|]?", "what time is {event}?", "how about {event}?", "and {event}, when is it?"]
THEN_WHERE = ["and where is {event}?", "where is {event}?", "where does {event} take place?", "what's the place of {event}?", "{event} is where?", "where do I go for {event}?"]
THEN_FIRST = ["which is the first?", "what comes first?", "and the very first?", "what do I start with?", "which one is first?"]
THEN_LAST = ["which is the last?", "what comes last?", "and the last one?", "what does it end with?", "which one is last?"]
THEN_COUNT = ["how many is that?", "how many are there?", "how many in all?", "so how many do I have?", "what's the count?"]
