"""Projects, staff, meetings, customers, school, jobs and machines of a workshop."""

TABLE = """
# projects

create_project(name:label, deadline?:date, members?:people, budget?:money 1000 90000)
Create a project. // Crée un projet.
!create a project called {name}[ due {deadline}|][ with {members}|] ~ new project {name}[, budget {budget}|][, team: {members}|] ~ !start the project {name}[ with {members}|] ~ project {name}: {members}, deadline {deadline} ~ we're beginning {name}[ with a budget of {budget}|], make a project ~ something new: {name}[, with {members}|][, {budget}|]. Set the project up
!créer un projet {name}[ pour {deadline}|][ avec {members}|] ~ nouveau projet {name}[, budget {budget}|] ~ !démarrer le projet {name}[ avec {members}|] ~ du nouveau : {name}, crée le projet[ avec {members}|]

assign_ticket(ticket:code, person:person, priority?:<low;basse/medium;moyenne/high=high,top;haute>)
Give a ticket to a person. // Confie un ticket à quelqu'un.
!assign {ticket} to {person}[ with {priority} priority|] ~ {person} takes ticket {ticket}[, priority {priority}|] ~ ticket {ticket} is for {person} ~ !give {ticket} to {person}[, {priority} priority|] ~ {person} should look at {ticket}[, it's {priority} priority|] ~ can {person} look after {ticket}?
!confier le ticket {ticket} à {person}[, priorité {priority}|] ~ {person} prend le ticket {ticket} ~ le ticket {ticket} est pour {person}[, priorité {priority}|] ~ {person} peut s'occuper du ticket {ticket} ?

move_ticket(ticket:code, state:<todo=to do,to-do;à faire/doing=in progress;en cours/review=review,in review;en relecture/done=done,finished;terminé>)
Move a ticket to another state. // Change l'état d'un ticket.
!move {ticket} to {state} ~ ticket {ticket} is {state} ~ !set {ticket} to {state} ~ {ticket}: {state} ~ !mark ticket {ticket} as {state}
!passer le ticket {ticket} en {state} ~ le ticket {ticket} est {state} ~ {ticket} : {state} ~ !marquer {ticket} comme {state}

comment_ticket(ticket:code, text:text)
Write a comment on a ticket. // Commente un ticket.
!comment on {ticket}: {text} ~ !write "{text}" under ticket {ticket} ~ !add a comment to {ticket} saying {text} ~ ticket {ticket}, comment: {text} ~ !note on {ticket} that {text} ~ people should know about {ticket}: {text}
!commenter le ticket {ticket} : {text} ~ !écrire « {text} » sous le ticket {ticket} ~ ticket {ticket}, commentaire : {text} ~ à savoir sur le ticket {ticket} : {text} ~ note sous {ticket} : {text}

log_hours(hours:num 0.5 12, project:label, date?:date, note?:topic)
Record working hours on a project. // Note des heures de travail.
I worked {hours} hours on {project}[ {date}|] ~ !log {hours} hours for {project}[: {note}|] ~ {hours} h {project}[ {date}|] ~ !book {hours} hours on the project {project}[ {date}|][, {note}|] ~ {project} took me {hours} hours[ {date}|] ~ spent {hours} hours on {project}[ {date}|], write it down
j'ai travaillé {hours} heures sur {project}[ {date}|] ~ !noter {hours} heures pour {project} ~ {hours} h sur {project}[ {date}|] ~ {hours} heures passées sur {project}[ {date}|], note-le

get_project_progress(project:label) > percent:percent, open_tickets:int 0 90
Get how far a project is. // Avancement d'un projet.
how far is [the project|] {project}? ~ progress of {project} ~ what's left to do on {project}? ~ is {project} on schedule? ~ !show the state of the project {project} ~ will {project} be ready in time?
où en est le projet {project} ? ~ avancement de {project} ~ que reste-t-il à faire sur {project} ? ~ !montrer l'état du projet {project} ~ {project} sera-t-il prêt à temps ?

plan_sprint(start:date, weeks:int 1 4, goal?:topic)
Plan a sprint of a team. // Planifie un sprint.
!plan a sprint of {weeks} weeks from {start}[ with the goal {goal}|] ~ sprint: {weeks} weeks starting {start}[, goal {goal}|] ~ next sprint begins {start} and lasts {weeks} weeks ~ a {weeks} week sprint from {start}[, about {goal}|] ~ !set up a sprint, start {start}, {weeks} weeks ~ the team starts {start}, {weeks} weeks[, we want {goal}|]
!planifier un sprint de {weeks} semaines à partir du {start}[, objectif {goal}|] ~ sprint de {weeks} semaines, début {start} ~ le prochain sprint commence {start} et dure {weeks} semaines ~ l'équipe démarre {start}, {weeks} semaines de sprint ~ un sprint dès {start}, {weeks} semaines[, but : {goal}|]

# staff

request_leave(start:date, days:int 1 25, kind:<vacation=vacation,holiday;congés/sick=sick leave;congé maladie/parental=parental leave;congé parental/unpaid=unpaid leave;congé sans solde>, person?:person)
Ask for days off. // Demande un congé.
!request {days} days of {kind} from {start}[ for {person}|] ~ I'd like {days} days of {kind} starting {start} ~ {kind} for {days} days from {start}[, {person}|] ~ {person} takes {days} days {kind} from {start} ~ !put in {kind}: {days} days from {start} ~ I need a break: {days} days of {kind} from {start}
!demander {days} jours de {kind} à partir du {start} ~ {kind} : {days} jours à partir du {start}[, {person}|] ~ je voudrais {days} jours de {kind} dès {start} ~ j'ai besoin de souffler : {days} jours de {kind} à partir du {start}

approve_leave(request:code, approved:yes<approve,grant;approuver,accorder/refuse,turn down;refuser>, note?:topic)
Decide a request for leave. // Décide d'une demande de congé.
{approved} leave request {request}[, note {note}|] ~ I want to {approved} {request}, the leave request ~ leave {request}: {approved} ~ please {approved} the holiday request {request}[ with the note {note}|] ~ you may {approved} the leave {request}
{approved} la demande de congé {request}[, note {note}|] ~ je veux {approved} la demande de congé {request} ~ congé {request} : {approved}

get_leave_balance(person:person, year?:year 2020 2028) > days:int 0 30
Get the days of leave someone has left. // Solde de congés.
how many days off does {person} have left[ in {year}|]? ~ leave balance of {person}[ for {year}|] ~ {person}'s remaining holidays[ {year}|] ~ can {person} still take time off[ in {year}|]? ~ !check the leave left for {person} ~ can {person} afford another holiday? days left
combien de jours de congé reste-t-il à {person}[ en {year}|] ? ~ solde de congés de {person} ~ !vérifier les congés restants de {person}[ pour {year}|] ~ reste-t-il des jours à {person} ?

find_employee(name:person, department?:<sales;ventes/support;support/research;recherche/finance;finances>)
Look an employee up in the staff directory. // Cherche un employé.
who is {name}[ in {department}|]? I mean our employee ~ !find the employee {name}[ in {department}|] ~ !look up {name} in the staff directory ~ employee {name}[, {department}|] ~ where does {name} from {department} sit? ~ I need someone from our company, {name}[ in {department}|]
!chercher l'employé {name}[ au service {department}|] ~ !trouver {name} dans l'annuaire du personnel ~ employé {name}[, {department}|] ~ je cherche quelqu'un de chez nous, {name}[, {department}|] ~ où est assis {name}[, {department}|] ?

onboard_employee(name:name, job:job, start:date, manager?:person)
Set a new employee up. // Accueille un nouvel employé.
{name} starts {start} as a {job}[ under {manager}|] ~ !onboard {name}, {job}, {start}[, manager {manager}|] ~ new colleague: {name}, {job}, from {start} ~ !prepare everything for {name} who joins as a {job} {start}[, reporting to {manager}|] ~ we've hired {name} as {job}, first day {start} ~ we get a new {job} {start}, {name}[, {manager} will be the boss|]
{name} commence {start} comme {job}[ sous {manager}|] ~ !préparer l'arrivée de {name}, {job}, {start} ~ nouvelle recrue : {name}, {job}, début {start}[, responsable {manager}|] ~ on accueille un {job} {start}, {name} ~ premier jour {start} : {name}, {job}[, chef {manager}|]

set_salary(employee:person, amount:money 1500 9000, from?:date)
Change the salary of an employee. // Change un salaire.
!set the salary of {employee} to {amount}[ from {from}|] ~ {employee} earns {amount}[ from {from}|] ~ !raise {employee} to {amount}[ as of {from}|] ~ {employee}: new salary {amount} ~ !pay {employee} {amount} a month[ from {from}|] ~ {employee} deserves more, {amount}[ from {from}|]
!fixer le salaire de {employee} à {amount}[ à partir du {from}|] ~ {employee} gagne désormais {amount} ~ nouveau salaire de {employee} : {amount} ~ {employee} mérite plus, {amount}[ à partir du {from}|] ~ salaire de {employee} : {amount}

schedule_shift(employee:first, date:date, start:time, end:time)
Put an employee on a shift. // Planifie un service.
{employee} works {date} from {start} to {end} ~ !put {employee} on the shift {date}, {start} to {end} ~ shift for {employee}: {date} {start} - {end} ~ !schedule {employee} {date} from {start} until {end} ~ {date}, {start} to {end}: {employee} ~ {employee} can do {start} to {end} {date}
{employee} travaille {date} de {start} à {end} ~ !planifier {employee} {date} de {start} à {end} ~ service de {employee} : {date}, {start} - {end} ~ {employee} peut faire {start} - {end} {date}

# meetings

reserve_meeting_room(room:code, date:date, start:time, minutes:int 15 240, equipment?:<projector;vidéoprojecteur/whiteboard;tableau blanc/video=video conference;visioconférence>)
Reserve a meeting room. // Réserve une salle de réunion.
!book room {room} {date} at {start} for {minutes} minutes[ with {equipment}|] ~ room {room}, {date}, {start}, {minutes} minutes ~ I need room {room} {date} at {start} for {minutes} minutes[, with {equipment}|] ~ !reserve {room} for {minutes} minutes {date} from {start} ~ {minutes} minutes in room {room} {date} at {start} ~ we are meeting {date} at {start} for {minutes} minutes, get us {room}
!réserver la salle {room} {date} à {start} pour {minutes} minutes[ avec {equipment}|] ~ salle {room}, {date}, {start}, {minutes} minutes ~ il me faut la salle {room} {date} à {start} pendant {minutes} minutes ~ on se réunit {date} à {start} pour {minutes} minutes, prends la salle {room}

record_minutes(meeting:label, decisions:text, attendees?:people)
Save the minutes of a meeting. // Enregistre un compte rendu.
minutes of {meeting}: {decisions}[, present {attendees}|] ~ !save the minutes of {meeting}: {decisions} ~ in the meeting {meeting} we decided: {decisions} ~ !write down for {meeting}[ with {attendees}|]: {decisions} ~ {meeting}, decisions: {decisions} ~ for the record of {meeting}: {decisions}
compte rendu de {meeting} : {decisions}[, présents {attendees}|] ~ !enregistrer le compte rendu de {meeting} : {decisions} ~ décisions de {meeting} : {decisions} ~ pour mémoire, {meeting} : {decisions} ~ {meeting}, on a décidé : {decisions}

start_poll(question:text, options:words, anonymous?:yes<anonymously,anonymous;anonyme/with names;nominatif>)
Start a poll. // Lance un sondage.
!start a poll "{question}" with {options}[, {anonymous}|] ~ poll: {question}? {options} ~ !ask everyone "{question}", choices {options}[, {anonymous}|] ~ !make a vote on "{question}" between {options} ~ new poll[, {anonymous}|]: "{question}" - {options} ~ let the team decide "{question}": {options}
!lancer un sondage « {question} » avec {options}[, {anonymous}|] ~ sondage : {question} ? {options} ~ !demander à tous « {question} », choix {options} ~ que l'équipe décide « {question} » : {options}

join_video_call(link:url, muted?:yes<muted,with the microphone off;micro coupé/with sound,unmuted;avec le son>)
Join a video call. // Rejoint une visioconférence.
!join {link}[ {muted}|] ~ !connect me to the call {link}[, {muted}|] ~ video call at {link}[, {muted}|] ~ !open the meeting {link} ~ !take me into {link}[ {muted}|] ~ they're waiting for me at {link}[, {muted}|]
!rejoindre {link}[ {muted}|] ~ !me connecter à la visio {link}[, {muted}|] ~ !ouvrir la réunion {link} ~ on m'attend sur {link}[, {muted}|] ~ je veux entrer dans {link}[ {muted}|]

# customers

add_customer(company:company, contact:name, email:email, industry?:topic)
Add a customer. // Ajoute un client.
new customer {company}, contact {contact}, {email} ~ !add {company} as a customer, {contact}, {email}[, in {industry}|] ~ !create a customer: {company}, {contact} ({email}) ~ {company} is now a customer, talk to {contact}, {email} ~ customer {company}[, industry {industry}|]: {contact}, {email} ~ {company} signed! {contact}, {email}
nouveau client {company}, contact {contact}, {email} ~ !ajouter le client {company}, {contact}, {email}[, secteur {industry}|] ~ {company} devient client : {contact}, {email} ~ {company} a signé ! {contact}, {email} ~ ajoute {company} aux clients : {contact}, {email}

get_customer(id:code) > name:company, since:year
Get a customer by number. // Donne un client par numéro.
who is customer {id}? ~ !show customer {id} ~ !look up client number {id} ~ details of customer {id} ~ customer {id}, please ~ {id} is on the phone, who is that?
qui est le client {id} ? ~ !afficher le client {id} ~ fiche du client {id} ~ client numéro {id} ~ {id} est au téléphone, c'est quel client ?

update_customer(id:code, fields:fields)
Change the data of a customer. // Modifie un client.
!update customer {id}: {fields} ~ !change customer {id}, {fields} ~ customer {id} now has {fields} ~ for customer {id}, set {fields} ~ !correct the record of customer {id}: {fields} ~ {id} called, their data changed: {fields}
!modifier le client {id} : {fields} ~ le client {id} a maintenant {fields} ~ !corriger la fiche du client {id} : {fields} ~ {id} a appelé, nouvelles données : {fields} ~ client {id} : {fields}

log_customer_call(customer:company, minutes:int 2 90, summary:topic, follow_up?:date)
Record a call with a customer. // Note un appel client.
I spoke to {customer} for {minutes} minutes about {summary}[, follow up {follow_up}|] ~ !log a {minutes} minute call with {customer}: {summary} ~ call with {customer}, {minutes} minutes, {summary}[, next contact {follow_up}|] ~ {customer} called, {minutes} minutes, about {summary} ~ !record my call to {customer} ({minutes} min): {summary} ~ just hung up with {customer}, {minutes} minutes, it was about {summary}
j'ai parlé à {customer} {minutes} minutes de {summary}[, relance {follow_up}|] ~ !noter un appel de {minutes} minutes avec {customer} : {summary} ~ appel {customer}, {minutes} minutes, {summary} ~ je raccroche avec {customer}, {minutes} minutes, au sujet de {summary}

create_quote(customer:company, item:product, quantity:int 1 90, discount?:percent)
Make an offer for a customer. // Fait un devis.
!quote {customer} for {quantity} {item}[ with {discount} off|] ~ !make {customer} an offer of {quantity} {item}[, {discount} discount|] ~ offer to {customer}: {quantity} {item}[, minus {discount}|] ~ {customer} wants a price for {quantity} {item} ~ quote: {quantity} x {item} for {customer}[, discount {discount}|] ~ {customer} asked what {quantity} {item} would cost[, give {discount} off|]
!faire un devis à {customer} pour {quantity} {item}[ avec {discount} de remise|] ~ devis {customer} : {quantity} {item}[, remise {discount}|] ~ {customer} veut un prix pour {quantity} {item} ~ !proposer à {customer} {quantity} {item}[ avec {discount} de remise|] ~ offre pour {customer} : {quantity} {item}[, moins {discount}|] ~ {customer} demande le prix de {quantity} {item}

get_sales_report(region:country, quarter:<Q1=first quarter,Q1;premier trimestre/Q2=second quarter,Q2;deuxième trimestre/Q3=third quarter,Q3;troisième trimestre/Q4=fourth quarter,Q4;quatrième trimestre>, year:year 2015 2027)
Get the sales of a region in a quarter. // Ventes d'une région.
how were sales in {region} in the {quarter} of {year}? ~ sales report {region}, {quarter} {year} ~ !show me the {quarter} {year} sales for {region} ~ what did we sell in {region} in the {quarter} {year}? ~ report on {region}, {quarter}, {year} ~ did we do well in {region}, {quarter} {year}?
comment étaient les ventes en {region} au {quarter} {year} ? ~ rapport des ventes {region}, {quarter} {year} ~ !montrer les ventes du {quarter} {year} en {region} ~ avons-nous bien vendu en {region}, {quarter} {year} ? ~ chiffres {region}, {quarter} {year}

# school

enrol_student(student:name, course:subject, term?:<autumn;automne/spring;printemps/summer;été>)
Put a student into a course. // Inscrit un élève.
!enrol {student} in {course}[ for the {term} term|] ~ {student} takes {course}[ in {term}|] ~ !sign {student} up for {course} ~ {student} wants to join the {course} course[, {term} term|] ~ course {course}[, {term}|]: add {student}
!inscrire {student} en {course}[ pour le trimestre de {term}|] ~ {student} suit le cours de {course} ~ cours de {course} : inscription de {student} ~ {student} veut suivre le cours de {course}[ en {term}|] ~ !ajouter {student} au cours de {course}

enter_mark(student:name, subject:subject, mark:num 0 20, comment?:text)
Record the mark of a student. // Note un élève.
{student} gets {mark} in {subject}[, comment: {comment}|] ~ !enter {mark} for {student} in {subject} ~ {subject} mark of {student}: {mark}[, {comment}|] ~ !give {student} a {mark} in {subject} ~ {student}, {subject}, {mark} ~ {student} did well in {subject}: {mark}
{student} a {mark} en {subject}[, commentaire : {comment}|] ~ !noter {student} {mark} en {subject} ~ note de {student} en {subject} : {mark} ~ {student} a eu {mark} en {subject}

get_timetable(class:code, day:weekday)
Get the timetable of a class. // Emploi du temps d'une classe.
what lessons does class {class} have on {day}? ~ timetable of {class} for {day} ~ {class} on {day}: timetable ~ !show me {day}'s lessons of class {class} ~ which subjects has {class} on {day}? ~ what should I pack for {class} on {day}? the lessons
quels cours a la classe {class} le {day} ? ~ emploi du temps de {class} le {day} ~ !montrer les cours du {day} de la classe {class} ~ quels livres pour {class} le {day} ? les cours

set_homework(class:code, subject:subject, task:text, due:date)
Give homework to a class. // Donne des devoirs.
homework for {class} in {subject}: {task}, due {due} ~ !set class {class} {subject} homework for {due}: {task} ~ {class} should do this in {subject} by {due}: {task} ~ !give {class} the {subject} homework "{task}" for {due} ~ {subject}, class {class}, due {due}: {task}
devoirs de {subject} pour {class} : {task}, pour {due} ~ !donner à {class} en {subject} : {task}, à rendre {due} ~ {class}, {subject}, pour {due} : {task} ~ pour {due}, la classe {class} doit faire en {subject} : {task} ~ !donner ces devoirs de {subject} à {class} pour {due} : {task}

mark_absent(student:name, date:date, excused?:yes<excused,with an excuse;excusée/unexcused,without an excuse;non excusée>)
Note that a student was absent. // Note une absence.
{student} was absent {date}[, {excused}|] ~ !mark {student} absent {date}[, {excused}|] ~ {student} didn't come {date}[, {excused}|] ~ absence: {student}, {date} ~ !note that {student} was missing {date}[, {excused}|] ~ {student} is ill and wasn't here {date}[, {excused}|]
{student} était absent {date} ~ !noter {student} absent {date} ~ absence [{excused}|] : {student}, {date} ~ !marquer l'absence de {student} {date} ~ {student} est malade et n'était pas là {date}

make_quiz(topic:topic, questions:int 3 30, level?:<easy=easy,simple;facile/medium;moyen/hard=hard,difficult;difficile>)
Make a quiz on a topic. // Fait un quiz.
!make a quiz on {topic} with {questions} questions[, {level}|] ~ {questions} [{level}|] questions about {topic} ~ quiz me on {topic}, {questions} questions[, {level} ones|] ~ a {level} quiz on {topic}, {questions} questions ~ !prepare {questions} quiz questions on {topic} ~ I want to test myself on {topic}, {questions} questions[, {level}|]
!faire un quiz de {questions} questions sur {topic}[, niveau {level}|] ~ {questions} questions sur {topic}[, {level}|] ~ !préparer un quiz sur {topic}, {questions} questions ~ je veux me tester sur {topic}, {questions} questions

make_flashcards(subject:topic, count:int 5 60, language?:language)
Make flashcards for learning. // Fait des cartes mémoire.
!make {count} flashcards on {subject}[ in {language}|] ~ {count} cards about {subject} to learn[, in {language}|] ~ flashcards: {subject}, {count} ~ I want to learn {subject} with {count} flashcards ~ !create a deck of {count} cards on {subject}[ in {language}|]
!faire {count} cartes mémoire sur {subject}[ en {language}|] ~ {count} cartes sur {subject} ~ je veux apprendre {subject} avec {count} cartes ~ !préparer {count} cartes pour apprendre {subject}[ en {language}|] ~ cartes mémoire : {subject}, {count}

find_tutor(subject:subject, city:city, max_rate?:money 10 80)
Find a private teacher. // Trouve un professeur particulier.
!find a {subject} tutor in {city}[ for at most {max_rate} an hour|] ~ who teaches {subject} in {city}? ~ I need help with {subject} in {city}[, up to {max_rate}|], a tutor ~ private lessons in {subject}, {city}[, under {max_rate}|] ~ {subject} teacher in {city} ~ who gives {subject} lessons in {city}[ for up to {max_rate}|]? ~ my son struggles with {subject}, find a tutor in {city} ~ tutor for {subject} in {city}[, at most {max_rate}|]
!trouver un prof de {subject} à {city}[ à {max_rate} maximum de l'heure|] ~ qui enseigne la matière {subject} à {city} ? ~ cours particuliers de {subject} à {city}[, moins de {max_rate}|] ~ mon fils a du mal en {subject}, un prof à {city} ? ~ il me faut de l'aide en {subject} à {city}[, {max_rate} au plus|] ~ professeur de {subject}, {city}[, moins de {max_rate}|]

# jobs

search_jobs(job:job, city:city, min_salary?:money 1500 6000, remote?:yes<remote,from home;en télétravail/on site;sur place>)
Search for job offers. // Cherche des offres d'emploi.
!find jobs as a {job} in {city}[, {remote}|][ paying {min_salary}|] ~ {job} jobs in {city}[, {remote}|] ~ are there {job} positions in {city}[ for more than {min_salary}|]? ~ I'm looking for work as a {job} in {city}[, at least {min_salary}|] ~ vacancies: {job}, {city}[, {remote}|] ~ is anyone hiring a {job} in {city}?
!chercher des offres de {job} à {city}[, {remote}|] ~ emplois de {job} à {city}[ à plus de {min_salary}|] ~ je cherche du travail comme {job} à {city} ~ quelqu'un embauche-t-il un {job} à {city} ?

apply_for_job(offer:code, resume:path, letter?:path)
Apply for a job. // Postule à une offre.
!apply for {offer} with {resume}[ and {letter}|] ~ !send my CV {resume} to job offer {offer}[ with the letter {letter}|] ~ application for {offer}: {resume}[, {letter}|] ~ I want the job {offer}, my CV is {resume} ~ !submit {resume} for offer {offer} ~ {offer} is my dream job, my CV is {resume}[, letter {letter}|]
!postuler à l'offre {offer} avec {resume}[ et {letter}|] ~ !envoyer mon CV {resume} pour l'offre {offer} ~ candidature à {offer} : {resume}[, {letter}|] ~ l'offre {offer} est faite pour moi, mon CV : {resume} ~ {resume} pour l'offre {offer}[, lettre {letter}|]

rank_candidates(job:job, skills:skills, limit?:count)
Rank the candidates for a job by skills. // Classe des candidats.
who is the best {job} with {skills}? ~ !rank the {job} candidates by {skills}[, top {limit}|] ~ {limit} best candidates for {job}: {skills} ~ candidates for {job} who know {skills} ~ !sort the applicants for {job} by {skills} ~ we need a {job} with {skills}, who fits?
!classer les candidats au poste de {job} selon {skills}[, les {limit} meilleurs|] ~ meilleurs candidats {job} : {skills} ~ candidats pour {job} avec {skills} ~ il nous faut un {job} avec {skills}, qui convient ? ~ candidats {job}, compétences {skills}

# workshop

start_print(file:path, material:<pla=PLA;PLA/petg=PETG;PETG/abs=ABS;ABS>, infill?:percent 5 100)
Start a job on the 3D printer. // Lance une impression 3D.
!print {file} in {material}[ with {infill} infill|] on the 3D printer ~ 3D print: {file}, {material}[, {infill} infill|] ~ !start the printer with {file}, {material} ~ {file} on the 3D printer, {material}[, infill {infill}|] ~ !make {file} out of {material}[ at {infill} infill|] ~ I designed {file}, make it real in {material}
!lancer l'impression 3D de {file} en {material}[ avec {infill} de remplissage|] ~ impression 3D : {file}, {material} ~ {file} à l'imprimante 3D en {material}[, remplissage {infill}|] ~ j'ai dessiné {file}, fabrique-le en {material} ~ {file} à imprimer en {material}[, {infill}|]

compute_cut_list(board_length:int 100 500, pieces:ints)
Plan how to cut pieces out of boards. // Plan de coupe de planches.
how do I cut {pieces} from boards of {board_length} cm? ~ cutting plan: boards {board_length} cm, pieces {pieces} ~ I have boards of {board_length} cm and need pieces of {pieces} ~ !plan the cuts for {pieces} out of {board_length} cm boards ~ boards {board_length}, pieces {pieces}, how many boards? ~ I'm building shelves: pieces {pieces}, boards {board_length} long
comment couper {pieces} dans des planches de {board_length} cm ? ~ plan de coupe : planches de {board_length} cm, pièces {pieces} ~ j'ai des planches de {board_length} cm et il me faut {pieces} ~ je fais des étagères : pièces {pieces}, planches de {board_length} ~ planches de {board_length}, morceaux de {pieces}

estimate_paint(width:num 1 20, height:num 1 6, coats?:count) > litres:num 0.3 40
Estimate the paint needed for a wall. // Estime la peinture d'un mur.
how much paint for a wall {width} metres wide and {height} high[, {coats} coats|]? ~ paint for {width} by {height} m[, {coats} coats|] ~ I'm painting a {width} x {height} metre wall[ {coats} times|], how many litres? ~ !estimate the paint: {width} m wide, {height} m high ~ litres of paint for a wall of {width} m by {height} m[ with {coats} coats|] ~ our wall is {width} metres by {height}, how many cans of paint?
combien de peinture pour un mur de {width} mètres sur {height}[, {coats} couches|] ? ~ peinture pour {width} m par {height} m ~ !estimer la peinture : {width} m de large, {height} m de haut[, {coats} couches|] ~ notre mur fait {width} mètres sur {height}, combien de peinture ?

order_spare_part(machine:code, part:product, quantity?:count, express?:yes<express;en express/normal delivery;en livraison normale>)
Order a spare part for a machine. // Commande une pièce de rechange.
!order a {part} for machine {machine}[, {express}|] ~ machine {machine} needs {quantity} {part}[, {express}|] ~ spare part: {part}, machine {machine}[, {quantity} pieces|] ~ !get {quantity} {part} for {machine}[ by {express}|] ~ {machine} is missing a {part}, order it[ {express}|]
!commander {part} pour la machine {machine}[, {express}|] ~ la machine {machine} a besoin de ça : {part} ~ pièce de rechange {part}, machine {machine}[, {quantity} exemplaires|] ~ il manque la pièce {part} sur la machine {machine}, commande-la ~ machine {machine} : {quantity} {part} à commander[ {express}|]

read_sensor(sensor:code, unit?:<celsius=Celsius;Celsius/bar=bar;bar/percent=percent;pour cent>) > value:num 0 120
Read a sensor of a machine. // Lit un capteur.
what does sensor {sensor} say[ in {unit}|]? ~ !read sensor {sensor}[ in {unit}|] ~ value of {sensor}, the sensor ~ sensor {sensor}, current reading[ in {unit}|] ~ how high is sensor {sensor}? ~ is the machine too hot? sensor {sensor}
que dit le capteur {sensor}[ en {unit}|] ? ~ !lire le capteur {sensor} ~ valeur du capteur {sensor}[ en {unit}|] ~ la machine chauffe-t-elle ? capteur {sensor} ~ capteur {sensor}, quelle valeur[ en {unit}|] ?
"""
