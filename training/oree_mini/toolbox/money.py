"""Banks, payments, loans, shares, taxes, insurance, bills and currencies."""

TABLE = """
# banking

get_balance(account:<checking=checking,current;courant/savings;épargne/joint;joint>) > balance:money
Get the balance of a bank account. // Solde d'un compte.
what's the balance of my {account} account? ~ how much is in the {account} account? ~ {account} balance ~ !check my {account} account ~ how much money do I have on {account}? ~ can I afford a holiday? what's on {account}
quel est le solde du compte {account} ? ~ combien y a-t-il sur le compte {account} ? ~ solde {account} ~ !vérifier mon compte {account} ~ puis-je me le permettre ? solde {account}

transfer_money(recipient:person, amount:money, reference?:label, date?:date)
Transfer money to a person. // Fait un virement.
!transfer {amount} to {recipient}[ for {reference}|][ {date}|] ~ !send {recipient} {amount}[, reference {reference}|] ~ {amount} to {recipient}[, {date}|] ~ !pay {recipient} {amount}[ with the note {reference}|] ~ I owe {recipient} {amount}, transfer it ~ !wire {amount} to {recipient} ~ {recipient} lent me {amount}, pay it back ~ get {amount} over to {recipient}[ {date}|]
!virer {amount} à {recipient}[ pour {reference}|][ {date}|] ~ !envoyer {amount} à {recipient} ~ virement de {amount} à {recipient}[, libellé {reference}|] ~ je dois {amount} à {recipient}, fais le virement ~ {recipient} m'a prêté {amount}, rends-les

request_money(from:person, amount:money, reason?:topic)
Ask a person for money. // Demande de l'argent à quelqu'un.
!request {amount} from {from}[ for {reason}|] ~ {from} owes me {amount}[ for {reason}|], ask for it ~ !ask {from} for {amount} ~ money request: {amount}, {from}[, {reason}|] ~ !send {from} a payment request of {amount} ~ {from} still hasn't paid me the {amount}[ for {reason}|], remind them with a request
!demander {amount} à {from}[ pour {reason}|] ~ {from} me doit {amount}, demande-le ~ demande d'argent : {amount}, {from}[, {reason}|] ~ {from} ne m'a pas rendu {amount}, demande-les

list_transactions(account?:<checking;courant/savings;épargne>, since?:date, min_amount?:money 10 500)
List the movements of an account. // Liste les opérations d'un compte.
what did I spend since {since}? ~ !show [my|the] transactions[ of the {account} account|][ since {since}|] ~ payments above {min_amount}[ since {since}|] ~ !list everything over {min_amount} on {account} ~ account movements since {since} ~ where did my money go since {since}?
qu'ai-je dépensé depuis {since} ? ~ !afficher les opérations[ du compte {account}|] ~ paiements de plus de {min_amount}[ depuis {since}|] ~ où est passé mon argent depuis {since} ?

block_card(last_digits:digits, reason?:<lost;perdue/stolen;volée/damaged=damaged,broken;abîmée>)
Block a bank card. // Bloque une carte bancaire.
!block the card ending in {last_digits}[, it was {reason}|] ~ my card {last_digits} was {reason}, block it ~ card {last_digits} {reason} ~ !freeze card {last_digits} ~ !stop the card with the last digits {last_digits} ~ I can't find my card {last_digits}, stop it
!bloquer la carte {last_digits}[, elle est {reason}|] ~ ma carte {last_digits} est {reason}, bloque-la ~ !faire opposition sur la carte {last_digits} ~ je ne trouve plus ma carte {last_digits}, bloque-la

set_spending_limit(amount:money 100 5000, period:<day=day,daily;jour/week=week,weekly;semaine/month=month,monthly;mois>)
Limit what a card can spend. // Plafonne les dépenses de la carte.
!limit my card to {amount} a {period} ~ no more than {amount} per {period} ~ !set the card limit to {amount} per {period} ~ {amount} a {period} is the most I want to spend, set the limit ~ spending limit: {amount}, {period} ~ I spend too much, stop me at {amount} a {period}
!limiter la carte à {amount} par {period} ~ plafond de {amount} par {period} ~ pas plus de {amount} par {period} sur la carte ~ je dépense trop, arrête-moi à {amount} par {period}

open_savings_goal(name:label, target:money 200 20000, deadline?:date)
Open a savings goal. // Ouvre un objectif d'épargne.
!save {target} for {name}[ until {deadline}|] ~ new savings goal: {name}, {target}[, by {deadline}|] ~ I want to put {target} aside for {name} ~ !open a goal called {name} of {target} ~ goal {name}: {target}[ before {deadline}|] ~ we dream of {name}, that takes {target}[ until {deadline}|]
!épargner {target} pour {name}[ avant {deadline}|] ~ nouvel objectif : {name}, {target} ~ je veux mettre {target} de côté pour {name} ~ objectif {name} : {target}[ avant {deadline}|] ~ !ouvrir un objectif {name} de {target} ~ on rêve de {name}, il faut {target}

split_expense(amount:money, payer:first, people:people, what?:topic)
Share an expense in a group. // Partage une dépense de groupe.
{payer} paid {amount}[ for {what}|], share it among {people} ~ !split {amount} among {people}, {payer} paid ~ expense of {amount} paid by {payer}[ for {what}|], shared by {people} ~ !divide {payer}'s {amount} among {people} ~ {amount} from {payer} for {people} ~ we were {people}, {payer} paid the {amount}, who owes what?
{payer} a payé {amount}[ pour {what}|], à partager entre {people} ~ !partager {amount} entre {people}, {payer} a payé ~ dépense de {amount} payée par {payer} pour {people} ~ {payer} a avancé {amount} pour {people}, qui doit quoi ?

log_expense(amount:money, category:<food;nourriture/travel;voyage/rent;loyer/fun=fun,leisure;loisirs/health;santé>, shop?:company)
Record an expense in the budget. // Note une dépense.
I spent {amount} on {category}[ at {shop}|] ~ !log {amount} for {category}[ at {shop}|] ~ {amount} {category}[, {shop}|] ~ !note an expense of {amount}, {category} ~ !add {amount} to my {category} budget[, paid at {shop}|] ~ bought something at {shop} for {amount}, that's {category} ~ {category} cost me {amount} today
j'ai dépensé {amount} en {category}[ chez {shop}|] ~ !noter {amount} pour {category} ~ dépense : {amount}, {category}[, {shop}|] ~ {amount} partis en {category} aujourd'hui

get_budget_left(category:<food;nourriture/travel;voyage/fun=fun,leisure;loisirs/clothes;vêtements>, month?:month) > left:money
Get what is left of a budget. // Ce qui reste d'un budget.
how much can I still spend on {category}[ in {month}|]? ~ what's left of my {category} budget[ for {month}|]? ~ {category} budget left ~ how is my budget for {category} doing[ in {month}|]? ~ did I overspend on {category}[ in {month}|]? ~ may I still buy something for {category}? what's left
combien puis-je encore dépenser en {category}[ en {month}|] ? ~ que reste-t-il du budget {category}[ de {month}|] ? ~ budget {category} restant ~ puis-je encore dépenser en {category} ?

# loans

compute_loan_payment(principal:money 5000 400000, annual_rate:rate, years:int 2 30) > monthly:money
Compute the monthly payment of a loan. // Mensualité d'un prêt.
what's the monthly payment on {principal} at {annual_rate} over {years} years? ~ I borrow {principal} for {years} years at {annual_rate}, what do I pay a month? ~ loan of {principal}, {annual_rate}, {years} years: monthly payment ~ !compute the instalment for {principal} over {years} years with {annual_rate} interest ~ how much per month is a {years}-year loan of {principal} at {annual_rate}? ~ the house costs {principal}, the bank wants {annual_rate} over {years} years, what would I pay monthly?
quelle mensualité pour {principal} à {annual_rate} sur {years} ans ? ~ j'emprunte {principal} sur {years} ans à {annual_rate}, combien par mois ? ~ prêt de {principal}, {annual_rate}, {years} ans : mensualité ~ !calculer la mensualité de {principal} sur {years} ans à {annual_rate} ~ la maison coûte {principal}, la banque demande {annual_rate} sur {years} ans, combien par mois ?

compute_compound_growth(principal:money 500 100000, rate:rate, years:int 2 40, times_per_year?:count) > total:money
Compute what an investment grows to with compound interest. // Intérêts composés d'un placement.
what does {principal} become at {rate} after {years} years? ~ I invest {principal} at {rate} for {years} years[, compounded {times_per_year} times a year|] ~ compound interest on {principal}, {rate}, {years} years[, {times_per_year} times a year|] ~ how much is {principal} worth in {years} years at {rate}? ~ !grow {principal} by {rate} for {years} years ~ if I leave {principal} in the bank for {years} years at {rate}, what will I have?
que devient {principal} à {rate} après {years} ans ? ~ je place {principal} à {rate} pendant {years} ans ~ intérêts composés : {principal}, {rate}, {years} ans[, {times_per_year} fois par an|] ~ si je laisse {principal} à la banque {years} ans à {rate}, combien aurai-je ?

compute_simple_interest(amount:money 200 50000, rate:rate, months:int 2 60) > interest:money
Compute simple interest. // Intérêts simples.
simple interest on {amount} at {rate} for {months} months ~ how much interest do {amount} bring in {months} months at {rate}? ~ !work out the simple interest: {amount}, {rate}, {months} months ~ what interest do I get for {amount}, {rate} a year, {months} months? ~ {amount} at {rate} simple interest over {months} months ~ a friend borrows {amount} for {months} months at {rate}, what interest is due?
intérêts simples sur {amount} à {rate} pendant {months} mois ~ combien d'intérêts pour {amount} en {months} mois à {rate} ? ~ !calculer les intérêts simples : {amount}, {rate}, {months} mois ~ un ami emprunte {amount} sur {months} mois à {rate}, quels intérêts ? ~ {amount} pendant {months} mois à {rate}, intérêts simples ?

estimate_borrowing(income:money 1200 9000, deposit?:money 1000 90000, debts?:money 100 2000) > amount:money
Estimate how much a bank would lend. // Capacité d'emprunt.
how much can I borrow with an income of {income}[ and a deposit of {deposit}|]? ~ I earn {income} a month[ and owe {debts}|], what would the bank lend? ~ borrowing power: income {income}[, deposit {deposit}|][, debts {debts}|] ~ what mortgage can I get on {income} a month[ with {deposit} saved|]? ~ !estimate my loan for {income} monthly ~ we'd like to buy, {income} comes in monthly[, {deposit} saved|], what's possible?
combien puis-je emprunter avec {income} par mois[ et un apport de {deposit}|] ? ~ je gagne {income}[ et je dois {debts}|], combien prêterait la banque ? ~ capacité d'emprunt : revenu {income}[, apport {deposit}|] ~ on veut acheter, {income} par mois[, {deposit} d'apport|], que peut-on emprunter ? ~ emprunt possible avec {income} par mois ?

# currencies

convert_money(amount:num 1 9000, from:<EUR=euros,EUR;euros,EUR/USD=dollars,US dollars,USD;dollars,USD/GBP=pounds,GBP;livres,GBP/JPY=yen,JPY;yens,JPY/CHF=Swiss francs,CHF;francs suisses,CHF>, to:<EUR=euros,EUR;euros,EUR/USD=dollars,US dollars,USD;dollars,USD/GBP=pounds,GBP;livres,GBP/JPY=yen,JPY;yens,JPY/CHF=Swiss francs,CHF;francs suisses,CHF>) > result:num 1 9000
Convert an amount of money to another currency. // Convertit une somme dans une autre monnaie.
how much is {amount} {from} in {to}? ~ !convert {amount} {from} to {to} ~ {amount} {from} in {to} ~ what do I get in {to} for {amount} {from}? ~ !change {amount} {from} into {to} ~ I have {amount} {from}, how many {to} is that? ~ I have {amount} {from} left from my trip, what is it in {to}?
combien font {amount} {from} en {to} ? ~ !convertir {amount} {from} en {to} ~ {amount} {from} en {to} ~ j'ai {amount} {from}, ça fait combien de {to} ? ~ il me reste {amount} {from}, ça vaut combien en {to} ?

get_rate_history(base:<EUR=euro;euro/USD=dollar;dollar/GBP=pound;livre>, quote:<JPY=yen;yen/CHF=Swiss franc;franc suisse/CAD=Canadian dollar;dollar canadien>, days:int 5 365)
Get past exchange rates. // Historique d'un taux de change.
how did the {base} do against the {quote} in the last {days} days? ~ {base}-{quote} rate over {days} days ~ exchange rate history of {base} and {quote}, {days} days ~ !show {days} days of {base} to {quote} ~ !chart the {base} against the {quote} for {days} days ~ has the {base} become stronger than the {quote} in {days} days?
comment a évolué le taux {base} contre {quote} sur {days} jours ? ~ historique {base}/{quote}, {days} jours ~ !montrer {days} jours de {base} en {quote} ~ la monnaie {base} a-t-elle monté face à {quote} en {days} jours ? ~ {base} et {quote} sur {days} jours

# shares

get_share_price(symbol:ticker, date?:date) > price:money
Get the price of a share. // Cours d'une action.
what's {symbol} trading at? ~ share price of {symbol}[ {date}|] ~ how much is one {symbol} share[ {date}|]? ~ {symbol} price ~ !quote {symbol}[ {date}|] ~ where did {symbol} close {date}? ~ is {symbol} up or down[ {date}|]? ~ how is my {symbol} stock doing?
quel est le cours de {symbol}[ {date}|] ? ~ combien vaut une action {symbol} ? ~ cours de l'action {symbol} ~ comment va l'action {symbol} ?

place_share_order(symbol:ticker, side:<buy;acheter/sell;vendre>, shares:int 1 500, limit_price?:money 5 400)
Buy or sell shares. // Achète ou vend des actions.
!{side} {shares} shares of {symbol}[ at {limit_price}|] ~ {side} {shares} {symbol}[ with limit {limit_price}|] ~ I'd like to {side} {shares} {symbol} shares ~ order: {side} {shares} {symbol}[, limit {limit_price}|] ~ !place an order to {side} {shares} of {symbol}[ for {limit_price} each|] ~ I believe in {symbol}, {side} {shares}[ at {limit_price}|]
!{side} {shares} actions {symbol}[ à {limit_price}|] ~ ordre : {side} {shares} {symbol}[, limite {limit_price}|] ~ je veux {side} {shares} actions {symbol} ~ {side} {shares} titres {symbol}[ à {limit_price}|] ~ passe l'ordre : {side} {shares} actions {symbol}

compare_shares(symbols:tickers, months?:int 1 36)
Compare the course of several shares. // Compare des actions.
!compare {symbols}[ over {months} months|] ~ how did {symbols} do[ in the last {months} months|]? ~ {symbols} side by side[, {months} months|] ~ which was better, {symbols}? ~ !put {symbols} in one chart[ of {months} months|] ~ which would have been the better buy, {symbols}?
!comparer {symbols}[ sur {months} mois|] ~ comment ont évolué {symbols} ? ~ {symbols} côte à côte[, {months} mois|] ~ lequel fallait-il acheter, {symbols} ?

get_company_news(company:company, count?:count, since?:date)
Get news about a company. // Actualités d'une entreprise.
what's new at {company}? ~ news about {company}[ since {since}|] ~ !show me the latest {count} stories on {company} ~ anything about {company} in the press[ since {since}|]? ~ headlines for {company}[, {count} of them|] ~ did anything happen at {company} lately?
quoi de neuf chez {company} ? ~ actualités de {company}[ depuis {since}|] ~ !montrer les {count} dernières nouvelles sur {company} ~ s'est-il passé quelque chose chez {company} ?

compute_dividend(shares:int 5 5000, per_share:num 0.1 9) > dividend:money
Compute the dividend paid on shares. // Calcule un dividende.
I own {shares} shares paying {per_share} each, what's my dividend? ~ dividend on {shares} shares at {per_share} ~ {shares} shares, {per_share} a share: how much? ~ !compute the dividend: {shares} shares, {per_share} per share ~ how much do {shares} shares pay at {per_share} each? ~ they pay {per_share} a share and I hold {shares}
j'ai {shares} actions à {per_share} chacune, quel dividende ? ~ dividende de {shares} actions à {per_share} ~ !calculer le dividende : {shares} actions, {per_share} par action ~ ils versent {per_share} par action et j'en ai {shares} ~ {shares} actions, {per_share} chacune : quel dividende ?

# taxes and bills

estimate_income_tax(income:money 15000 150000, country:country, children?:int 0 5, married?:yes<married;marié/single,unmarried;célibataire>) > tax:money
Estimate the income tax. // Estime l'impôt sur le revenu.
how much tax do I pay on {income} in {country}[ with {children} children|]? ~ income tax in {country} on {income}[, {married}|][, {children} children|] ~ I earn {income} in {country}[ and am {married}|], what's the tax? ~ !estimate the tax on {income}, {country} ~ tax for {income} a year in {country}[, {married}|] ~ I'm moving to {country} and will earn {income}, how much goes to the state?
combien d'impôt sur {income} en {country}[ avec {children} enfants|] ? ~ impôt en {country} sur {income}[, {married}|] ~ je gagne {income} en {country}, quel impôt ? ~ je pars en {country} avec {income} par an, combien pour l'État ?

add_vat(net:num 5 5000, rate:rate 5 25) = calculator > gross:num 6 6000
Add value added tax to a net price. // Ajoute la TVA.
!add {rate} VAT to {net} ~ what is {net} plus {rate} VAT? ~ {net} net with {rate} VAT, how much gross? ~ gross price of {net} at {rate} ~ VAT {rate} on {net}
!ajouter {rate} de TVA à {net} ~ {net} hors taxe avec {rate} de TVA, combien ? ~ prix TTC de {net} à {rate} ~ combien font {net} avec {rate} de TVA ? ~ TVA de {rate} sur {net} ~ {net} plus {rate} de TVA

make_invoice(client:company, amount:money, due?:date, description?:topic)
Make an invoice for a client. // Établit une facture.
!invoice {client} {amount}[ for {description}|][, due {due}|] ~ !make an invoice of {amount} to {client}[, payable by {due}|] ~ bill {client} {amount}[ for {description}|] ~ invoice: {client}, {amount}[, {description}|] ~ {client} owes us {amount}[ for {description}|], write the invoice ~ the job for {client} is finished, that's {amount}[ for {description}|]
!facturer {amount} à {client}[ pour {description}|][, échéance {due}|] ~ !établir une facture de {amount} pour {client} ~ facture : {client}, {amount}[, {description}|] ~ le travail pour {client} est fini, facture {amount}

pay_bill(bill:code, amount:money, account?:<checking;courant/savings;épargne>)
Pay a bill. // Paie une facture.
!pay bill {bill}, {amount}[, from my {account} account|] ~ !settle {bill} with {amount} ~ bill {bill}: pay {amount}[ from {account}|] ~ {amount} for bill {bill} ~ I got bill {bill} for {amount}, pay it ~ {bill} is due, {amount}, please settle it
!payer la facture {bill}, {amount}[, depuis le compte {account}|] ~ !régler {bill} : {amount} ~ facture {bill} de {amount} à payer ~ {bill} arrive à échéance, {amount}, règle-la

refund_payment(payment:code, amount?:money, reason?:topic)
Give a payment back. // Rembourse un paiement.
!refund payment {payment}[, {amount}|][ because of {reason}|] ~ !give back {amount} of payment {payment} ~ refund {amount} on {payment}[, reason: {reason}|] ~ the customer wants the money of {payment} back ~ !return payment {payment} to the customer ~ the customer is unhappy, {payment} goes back[, {amount}|]
!rembourser le paiement {payment}[, {amount}|][ à cause de {reason}|] ~ !rendre {amount} sur le paiement {payment} ~ remboursement de {payment} ~ le client est mécontent, rembourse {payment}[, {amount}|] ~ remboursement : {payment}[, {amount}|]

# insurance

file_claim(policy:code, event:<accident;accident/theft;vol/water=water damage;dégât des eaux/fire;incendie>, date:date, amount?:money)
Report a damage to the insurer. // Déclare un sinistre.
!file a claim on policy {policy}: {event} {date}[, {amount}|] ~ we had a {event} {date}, policy {policy}[, damage {amount}|] ~ insurance claim, {event}, {date}, policy {policy} ~ !report a {event} of {date} under {policy}[ for {amount}|] ~ {event} {date}: claim {amount} on policy {policy} ~ something bad happened {date}, a {event}, my policy is {policy}
!déclarer un sinistre sur le contrat {policy} : {event} {date}[, {amount}|] ~ nous avons eu un {event} {date}, contrat {policy} ~ sinistre {event}, {date}, contrat {policy}[, {amount}|] ~ il est arrivé un {event} {date}, mon contrat est {policy}

quote_insurance(kind:<car;auto/home=home,house;habitation/travel;voyage/pet;animal>, value:money 1000 300000, age?:int 18 80)
Get a price for an insurance. // Donne un tarif d'assurance.
what does {kind} insurance cost for a value of {value}[ at age {age}|]? ~ quote for {kind} insurance, {value}[, I'm {age}|] ~ !insure my {kind} for {value}, how much? ~ {kind} insurance over {value}[, age {age}|] ~ I'm {age}, what's the price of {kind} insurance for {value}? ~ how expensive would it be to cover my {kind}, worth {value}?
combien coûte une assurance {kind} pour {value}[ à {age} ans|] ? ~ devis assurance {kind}, {value}[, {age} ans|] ~ tarif d'une assurance {kind} de {value} ~ combien pour assurer mon {kind} d'une valeur de {value} ?
"""
