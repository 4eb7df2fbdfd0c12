"""Shopping, parcels, restaurants, cooking and food at home."""

TABLE = """
# shop

search_products(query:product, max_price?:money 10 500, color?:colour)
Search the shop for products. // Cherche des articles dans la boutique.
!find [me|] a {query}[ under {max_price}|] ~ !show me a {color} {query}[ for less than {max_price}|] ~ do you [have|sell] a {query}[ below {max_price}|]? ~ I'm looking for a {query}[, at most {max_price}|] ~ !search the shop for {query}[ in {color}|] ~ a {query} in {color}, please ~ I need a new {query}[, not more than {max_price}|]
!chercher {query}[ à moins de {max_price}|] ~ avez-vous ça : {query}[ en {color}|] ? ~ je cherche {query}[, {max_price} maximum|] ~ !montrer {query} en {color} ~ il me faut ça : {query}[, pas plus de {max_price}|]

add_to_cart(product:product, quantity:count, size?:<small=small,S;petite taille/medium=medium,M;taille moyenne/large=large,L;grande taille>)
Put a product into the shopping cart. // Met un article dans le panier.
!put {quantity} {product} in [my|the] cart[, size {size}|] ~ !add {quantity} {product} to the basket ~ I'll take {quantity} of the {product}[ in {size}|] ~ {quantity} times {product} in the cart ~ {quantity} {product} please, [size {size}, |]into my basket ~ I'd like to buy {quantity} {product}[, size {size}|]
!mettre {quantity} {product} dans le panier[, {size}|] ~ !ajouter {quantity} {product} au panier ~ je prends {quantity} {product}[, {size}|] ~ je voudrais {quantity} {product} dans mon panier

remove_from_cart(product:product)
Take a product out of the cart. // Enlève un article du panier.
!remove the {product} from [my|the] cart ~ !take the {product} out of the basket ~ I changed my mind about the {product}, out of the cart ~ no {product} after all, remove it from the cart ~ drop the {product} from my basket ~ too expensive, the {product} goes out of my cart
!enlever {product} du panier ~ !retirer {product} de mon panier ~ finalement pas de {product}, enlève-le du panier ~ trop cher, enlève {product} du panier ~ {product} ne doit plus être dans le panier

apply_coupon(coupon:code)
Apply a discount code to the cart. // Applique un code de réduction.
!apply [the|my|] [coupon|voucher|discount code] {coupon} ~ I have a coupon, {coupon} ~ !use the code {coupon} ~ discount code {coupon} ~ my voucher says {coupon}, take it off
!appliquer le code de réduction {coupon} ~ j'ai un bon, {coupon} ~ !utiliser le code promo {coupon} ~ code promo {coupon}

place_order(address:address, payment:<card=card,by card;par carte/paypal=PayPal,with PayPal;avec PayPal/transfer=bank transfer,by transfer;par virement>, express?:yes<express,by express;en express/standard delivery,no hurry;en livraison normale>)
Order what is in the cart. // Commande le contenu du panier.
!order everything to {address}, {payment}[, {express}|] ~ !place the order, ship to {address}, paid {payment} ~ !send my cart to {address}[, {express}|], I pay {payment} ~ checkout: {address}, {payment}[, {express}|] ~ buy it all, {payment}, deliver to {address}[ {express}|] ~ I'm done shopping: {address}, {payment}[, {express}|]
!commander le panier au {address}, {payment}[, {express}|] ~ !passer la commande : {address}, paiement {payment} ~ !livrer mon panier au {address}[ {express}|], je paie {payment} ~ j'ai fini mes achats : {address}, {payment} ~ envoie le panier au {address}, {payment}

get_order_state(order:code) > state:<paid/packed/shipped/delivered>, expected:weekday
Get the state of an order. // État d'une commande.
where is [my order|order] {order}? ~ status of order {order} ~ has {order} been shipped? ~ when will [my|] order {order} arrive? ~ !check order {order} ~ I'm still waiting for {order}, what happened?
où en est la commande {order} ? ~ statut de la commande {order} ~ la commande {order} est-elle partie ? ~ !vérifier la commande {order} ~ j'attends toujours la commande {order}, que se passe-t-il ?

return_product(order:code, product:product, reason?:<broken;cassé/too_small=too small;trop petit/too_large=too large,too big;trop grand/unwanted=not wanted,unwanted;non voulu>)
Send a product of an order back. // Retourne un article.
I want to return the {product} from order {order}[, it's {reason}|] ~ !send back the {product} of order {order}[: {reason}|] ~ return {product}, order {order}[, {reason}|] ~ the {product} [in|from] order {order} is {reason}, return it ~ !start a return: order {order}, {product} ~ the {product} I got in {order} doesn't suit me[, {reason}|], it goes back
je veux retourner {product} de la commande {order}[, c'est {reason}|] ~ !renvoyer {product}, commande {order}[ : {reason}|] ~ retour : commande {order}, {product}[, {reason}|] ~ {product} de la commande {order} ne va pas, je le renvoie

compare_prices(product:product, shops?:companys)
Compare the prices of a product in several shops. // Compare les prix d'un article.
where is the {product} cheapest? ~ !compare prices for a {product}[ at {shops}|] ~ what does a {product} cost at {shops}? ~ price comparison: {product}[, {shops}|] ~ who sells the {product} for the least[, {shops}|]? ~ I don't want to overpay for a {product}, which shop?
où {product} est-il le moins cher ? ~ !comparer les prix : {product}[ chez {shops}|] ~ combien coûte {product} chez {shops} ? ~ je ne veux pas trop payer, quel magasin pour {product} ?

write_review(product:product, stars:int 1 5, text?:text)
Publish a review of a product. // Publie un avis.
{stars} stars for the {product}[: {text}|] ~ !review the {product} with {stars} stars[ and the text {text}|] ~ !rate the {product} {stars} out of 5[, say {text}|] ~ my review of the {product}: {stars} stars[, {text}|] ~ !post {stars} stars for {product} ~ I'm happy with the {product}, {stars} stars[: {text}|]
{stars} étoiles pour {product}[ : {text}|] ~ !publier un avis sur {product}, {stars} étoiles[, texte {text}|] ~ mon avis sur {product} : {stars} sur 5 ~ content de {product}, {stars} étoiles[ : {text}|] ~ {product} mérite {stars} étoiles

watch_price(product:product, below:money)
Tell when a product becomes cheaper than a price. // Surveille un prix.
!tell me when the {product} costs less than {below} ~ price alert: {product} under {below} ~ !let me know if a {product} drops below {below} ~ I'd buy the {product} at {below}, watch the price ~ !watch the {product} until it's under {below} ~ the {product} is too dear, below {below} I'd take it, tell me
!me prévenir quand {product} coûte moins de {below} ~ alerte prix : {product} sous {below} ~ !surveiller {product} jusqu'à moins de {below} ~ {product} est trop cher, sous {below} je prends, préviens-moi

check_stock(product:product, store?:city) > in_stock:int 0 40
Tell whether a product is in stock. // Dit si un article est en stock.
is the {product} in stock[ in {store}|]? ~ how many {product} are left[ in {store}|]? ~ does the {store} shop have the {product}? ~ stock of {product}[ at {store}|] ~ can I get a {product} in {store} today? ~ before I drive to {store}, do they have the {product}?
reste-t-il des articles {product}[ à {store}|] ? ~ {product} est-il en stock[ à {store}|] ? ~ stock de {product}[ à {store}|] ~ avant d'aller à {store}, ont-ils ça : {product} ?

# parcels

track_parcel(number:code, carrier?:company) > place:city, state:<in transit/delivered/at customs>
Follow a parcel. // Suit un colis.
where is [my|the] parcel {number}[ sent with {carrier}|]? ~ !track {number}[ at {carrier}|] ~ parcel {number}[, {carrier}|] ~ has the parcel {number} arrived? ~ !follow shipment {number}[ by {carrier}|] ~ I've been waiting for {number} for days, where is it?
où est le colis {number}[ chez {carrier}|] ? ~ !suivre le colis {number} ~ colis {number}[, {carrier}|] ~ le colis {number} est-il arrivé ? ~ j'attends le colis {number} depuis des jours, où est-il ?

compute_postage(weight_grams:int 20 20000, country:country, registered?:yes<registered;en recommandé/ordinary;en courrier simple>) > price:money
Compute the postage of a letter or parcel. // Calcule l'affranchissement.
what does it cost to send {weight_grams} grams to {country}[, {registered}|]? ~ postage to {country}, {weight_grams} g[, {registered}|] ~ how much is a parcel of {weight_grams} grams to {country}? ~ stamps for {weight_grams} g to {country}[ {registered}|] ~ !work out the postage: {weight_grams} grams, {country} ~ aunt lives in {country}, my parcel has {weight_grams} grams, what stamps?
combien coûte l'envoi de {weight_grams} grammes en {country}[ {registered}|] ? ~ affranchissement pour {country}, {weight_grams} g[, {registered}|] ~ quel timbre pour {weight_grams} grammes vers {country} ? ~ ma tante vit en {country}, mon colis fait {weight_grams} grammes, quel prix ? ~ envoyer {weight_grams} g en {country}, combien ?

schedule_pickup(address:address, date:date, parcels?:count)
Have parcels picked up. // Fait enlever des colis.
!pick up {parcels} parcels at {address} {date} ~ pickup at {address} {date}[, {parcels} parcels|] ~ the courier should come to {address} {date} ~ !send a courier to {address} {date}[ for {parcels} parcels|] ~ I have a parcel at {address}, collect it {date} ~ I can't carry them, fetch {parcels} parcels from {address} {date}
!enlever {parcels} colis au {address} {date} ~ enlèvement au {address} {date}[, {parcels} colis|] ~ le coursier doit passer au {address} {date} ~ je ne peux pas les porter, {parcels} colis à prendre au {address} {date} ~ un coursier au {address} {date}

redirect_parcel(number:code, address:address)
Send a parcel on its way to another address. // Redirige un colis.
!redirect parcel {number} to {address} ~ !deliver {number} to {address} instead ~ parcel {number} must go to {address} ~ !change the address of {number} to {address} ~ I've moved, send {number} to {address} ~ I'll be at {address}, bring {number} there
!rediriger le colis {number} vers {address} ~ le colis {number} doit aller au {address} ~ !livrer {number} plutôt au {address} ~ je serai au {address}, livre {number} là-bas ~ colis {number} vers {address}

# restaurants

search_restaurants(city:city, cuisine?:language, diet?:<vegan;végane/vegetarian;végétarien/halal;halal/gluten-free;sans gluten>, price?:<cheap=cheap,inexpensive;bon marché/moderate=mid-priced,moderate;prix moyen/expensive=fancy,expensive;chic>)
Search for restaurants in a city. // Cherche des restaurants.
where can I eat {cuisine} food in {city}? ~ !find a [{price}|] {cuisine} restaurant in {city} ~ {diet} restaurants in {city} ~ is there a good {diet} place in {city}? ~ I'd like to eat {cuisine}[ and {diet}|] in {city}[, something {price}|] ~ restaurants in {city}[, {cuisine}|][, {price}|] ~ !recommend a {price} restaurant in {city} ~ we're hungry in {city}, something {diet}? ~ my boss visits {city}, where can we dine[, {price}|]?
où manger à {city} ? ~ !trouver un restaurant {cuisine}[ {diet}|] à {city} ~ restaurants à {city}[, {diet}|][, {price}|] ~ je voudrais manger {diet} à {city} ~ on a faim à {city}, un restaurant {diet} ?

reserve_table(restaurant:company, guests:count, date:date, time:time, outside?:yes<outside,on the terrace;en terrasse/inside,indoors;en salle>)
Reserve a table at a restaurant. // Réserve une table.
!book a table for {guests} at {restaurant} {date} at {time}[, {outside}|] ~ table for {guests}, {restaurant}, {date}, {time} ~ !reserve {restaurant} for {guests} {date} at {time}[ {outside}|] ~ we're {guests} and want to eat at {restaurant} {date} at {time} ~ I'd like a table {outside} at {restaurant} for {guests} {date} at {time} ~ {restaurant}, {date} at {time}, {guests} people[, {outside}|] ~ could {restaurant} seat {guests} of us {date} at {time}?
!réserver une table pour {guests} chez {restaurant} {date} à {time}[ {outside}|] ~ table pour {guests}, {restaurant}, {date}, {time} ~ nous sommes {guests} et voulons manger chez {restaurant} {date} à {time} ~ une table {outside} chez {restaurant} pour {guests} {date} à {time} ~ {restaurant} a-t-il une table pour {guests} {date} à {time} ? réserve

order_pizza(pizza:<margherita;margherita/funghi;funghi/diavola;diavola/calzone;calzone>, size:<small;petite/medium;moyenne/large;grande>, extra_cheese?:yes<with extra cheese;avec supplément fromage/without extra cheese;sans supplément fromage>, onions?:yes<with onions;avec oignons/without onions,no onions;sans oignons>)
Order a pizza. // Commande une pizza.
!order a {size} {pizza}[ {extra_cheese}|][ {onions}|] ~ a {size} {pizza} please[, {onions}|] ~ I'd like a {pizza}, {size}[, {extra_cheese}|][, {onions}|] ~ {size} pizza {pizza}[ {onions}|] ~ !get me a {pizza} in {size}[ {extra_cheese}|] ~ I'm starving, a {size} {pizza}[ {onions}|]
!commander une {size} {pizza}[ {extra_cheese}|][ {onions}|] ~ une {size} {pizza}[, {onions}|] ~ je voudrais une {pizza}, {size}[, {extra_cheese}|] ~ j'ai très faim, une {size} {pizza}[ {onions}|]

order_delivery(restaurant:company, dishes:dishs, address:address)
Have food delivered. // Fait livrer un repas.
!order {dishes} from {restaurant} to {address} ~ !have {dishes} delivered to {address} by {restaurant} ~ {restaurant} should bring {dishes} to {address} ~ food to {address}: {dishes} from {restaurant} ~ I'd like {dishes} from {restaurant}, deliver to {address} ~ we're too tired to cook, {restaurant} should bring {dishes} to {address}
!commander {dishes} chez {restaurant}, livraison au {address} ~ !faire livrer {dishes} au {address} par {restaurant} ~ je voudrais {dishes} de chez {restaurant}, au {address} ~ trop fatigués pour cuisiner, {restaurant} doit livrer {dishes} au {address}

get_menu(restaurant:company, course?:<starters;entrées/mains=mains,main courses;plats/desserts;desserts/drinks;boissons>)
Get the menu of a restaurant. // Donne la carte d'un restaurant.
what's on the menu at {restaurant}? ~ !show me the {course} at {restaurant} ~ what {course} does {restaurant} have? ~ menu of {restaurant}[, {course}|] ~ what can I eat at {restaurant}? ~ what could we order at {restaurant}[ as {course}|]?
qu'y a-t-il à la carte chez {restaurant} ? ~ !montrer les {course} de chez {restaurant} ~ carte du restaurant {restaurant}[, {course}|] ~ que peut-on commander chez {restaurant} ?

split_bill(total:money, people:count, tip?:percent 5 25) > share:money
Split a bill between people. // Partage une addition.
!split {total} between {people} people[ with a {tip} tip|] ~ {total} for {people} of us[, tip {tip}|], how much each? ~ how much does everyone pay if we're {people} and the bill is {total}[ plus {tip}|]? ~ divide the bill of {total} by {people}[, {tip} tip|] ~ bill {total}, {people} persons[, {tip} tip|] ~ we were {people} at dinner and paid {total}[ plus {tip} tip|], what's my part?
!partager {total} entre {people} personnes[ avec {tip} de pourboire|] ~ {total} pour {people}, combien chacun ? ~ l'addition est de {total}, on est {people}[, pourboire {tip}|] ~ à {people} nous avons payé {total}, quelle est ma part ?

# cooking

find_dishes(ingredients:foods, minutes?:int 10 90, diet?:<vegan;végane/vegetarian;végétarienne/light;légère>)
Find a recipe that uses given ingredients. // Trouve une recette avec des ingrédients.
what can I cook with {ingredients}[ in {minutes} minutes|]? ~ !find a [{diet}|] recipe with {ingredients}[ that takes {minutes} minutes|] ~ I have {ingredients}, what can I make? ~ recipe with {ingredients}[, {diet}|][, at most {minutes} minutes|] ~ any {diet} ideas for {ingredients}? ~ all I've got is {ingredients}, any idea for dinner?
que cuisiner avec {ingredients}[ en {minutes} minutes|] ? ~ !trouver une recette [{diet}|] avec {ingredients} ~ j'ai {ingredients}, que faire ? ~ recette avec {ingredients}[, {minutes} minutes maximum|] ~ je n'ai que {ingredients}, une idée ?

explain_recipe(dish:dish, servings?:count)
Get the recipe of a dish. // Donne la recette d'un plat.
how do I make {dish}[ for {servings}|]? ~ recipe for {dish}[, {servings} people|] ~ !give me a recipe for {dish}[ for {servings} people|] ~ I want to cook {dish}[ for {servings} persons|] ~ how is {dish} cooked? ~ my kids want {dish}[ for {servings}|], how is it made?
comment faire {dish}[ pour {servings}|] ? ~ recette : {dish}[ pour {servings} personnes|] ~ !me donner la recette : {dish} ~ je veux cuisiner {dish}[ pour {servings}|] ~ les enfants veulent ce plat : {dish}, comment on fait ?

scale_recipe(dish:dish, from_servings:count, to_servings:int 4 40)
Scale a recipe to another number of people. // Adapte une recette au nombre de personnes.
!scale the {dish} from {from_servings} to {to_servings} [people|servings] ~ my {dish} recipe is for {from_servings}, I need {to_servings} ~ {dish} for {to_servings} instead of {from_servings} ~ !convert the {dish} recipe, {from_servings} servings to {to_servings} ~ we're {to_servings} and the {dish} recipe serves {from_servings} ~ the {dish} feeds {from_servings} but {to_servings} are coming
!adapter la recette {dish} de {from_servings} à {to_servings} personnes ~ ma recette {dish} est pour {from_servings}, il m'en faut {to_servings} ~ {dish} pour {to_servings} au lieu de {from_servings} ~ {dish} est prévu pour {from_servings}, on sera {to_servings} ~ de {from_servings} à {to_servings} personnes : {dish}

get_calories(food:food, grams?:int 20 500) > kcal:int 10 900
Get the calories of a food. // Donne les calories d'un aliment.
how many calories are in {food}? ~ calories of {grams} grams of {food} ~ how many kcal do {grams} g of {food} have? ~ is {food} fattening? how many calories? ~ energy in {grams} grams of {food} ~ !count the calories of {food} ~ I just ate {grams} grams of {food}, how bad is that? ~ is {food} heavy? calories please
combien de calories dans {food} ? ~ calories de {grams} grammes de {food} ~ combien de kcal pour {grams} g de {food} ? ~ je viens de manger {grams} grammes de {food}, combien de calories ?

substitute_ingredient(ingredient:food, dish?:dish)
Find what can replace an ingredient. // Trouve un remplaçant d'ingrédient.
what can I use instead of {ingredient}[ in {dish}|]? ~ substitute for {ingredient}[ in {dish}|] ~ I have no {ingredient}[ for the {dish}|], what else works? ~ !replace {ingredient}[ in {dish}|] ~ is there anything like {ingredient}? ~ my guest can't eat {ingredient}, what do I take instead[ in {dish}|]?
par quoi remplacer {ingredient}[ dans {dish}|] ? ~ je n'ai pas de {ingredient}, que prendre à la place ? ~ remplaçant pour {ingredient} ~ mon invité ne mange pas de {ingredient}, que mettre à la place ?

convert_kitchen_measure(amount:num 0.5 12, from:<cups;tasses/tablespoons=tablespoons,tbsp;cuillères à soupe/teaspoons=teaspoons,tsp;cuillères à café/ounces=ounces,oz;onces>, ingredient:food) = units_convert > grams:int 5 900
Convert a kitchen measure of an ingredient to grams. // Convertit une mesure de cuisine en grammes.
how many grams are {amount} {from} of {ingredient}? ~ {amount} {from} {ingredient} in grams ~ !convert {amount} {from} of {ingredient} to grams ~ what do {amount} {from} of {ingredient} weigh? ~ grams for {amount} {from} of {ingredient} ~ my American recipe wants {amount} {from} of {ingredient}, in grams?
combien de grammes pour {amount} {from} de {ingredient} ? ~ {amount} {from} de {ingredient} en grammes ~ !convertir {amount} {from} de {ingredient} en grammes ~ la recette dit {amount} {from} de {ingredient}, en grammes ? ~ {amount} {from} de {ingredient}, ça pèse combien ?

plan_meals(days:int 2 7, people:count, diet?:<vegan;végane/vegetarian;végétarien/none=no diet;sans régime>, budget?:money 20 200)
Plan meals for some days. // Planifie des repas.
!plan meals for {days} days and {people} people[, {diet}|][, {budget} at most|] ~ what do we eat in the next {days} days? we're {people} ~ {diet} meal plan, {days} days, {people} persons[, {budget}|] ~ dinners for {people} for {days} days[ under {budget}|] ~ !make a menu of {days} days for {people} ~ what shall the {people} of us eat for {days} days?
!planifier les repas de {days} jours pour {people} personnes[, {diet}|][, {budget} maximum|] ~ menu pour {days} jours, {people} personnes[, {diet}|] ~ que manger pendant {days} jours à {people} ? ~ que mangerons-nous à {people} pendant {days} jours ?

get_wine_pairing(dish:dish, max_price?:money 5 60)
Suggest a wine for a dish. // Conseille un vin pour un plat.
which wine goes with {dish}? ~ !suggest a wine for {dish}[ under {max_price}|] ~ what do I drink with {dish}? ~ a bottle for {dish}[, at most {max_price}|] ~ wine for {dish}, please ~ the guests get {dish}, which bottle do I open?
quel vin avec {dish} ? ~ !conseiller un vin pour accompagner {dish}[ à moins de {max_price}|] ~ que boire avec {dish} ? ~ les invités auront {dish}, quelle bouteille ouvrir ?

check_allergens(dish:dish, allergens:foods) > found:foods
Tell whether a dish holds allergens. // Cherche des allergènes dans un plat.
does {dish} contain {allergens}? ~ is there {allergens} in {dish}? ~ I can't eat {allergens}, is {dish} safe? ~ allergens of {dish}: {allergens} ~ !check {dish} for {allergens} ~ my son is allergic to {allergens}, may he have {dish}?
{dish} contient-il {allergens} ? ~ y a-t-il {allergens} dans {dish} ? ~ allergique à {allergens}, puis-je manger {dish} ? ~ mon fils est allergique à {allergens}, peut-il manger {dish} ?

log_expiry(food:food, date:date)
Note when a food goes off. // Note une date de péremption.
the {food} [expires|goes off] {date} ~ !note that the {food} keeps until {date} ~ {food}: best before {date} ~ best before date of the {food} is {date} ~ !put down {date} as the expiry of {food} ~ I opened the {food}, it's good until {date}
{food} : périme {date} ~ !noter la péremption de {food} : {date} ~ à consommer avant {date} : {food} ~ j'ai ouvert ça : {food}, bon jusqu'au {date} ~ {food} à manger avant {date}
"""
