"""Geometry, algebra, calculus, numbers, statistics, probability and units."""

TABLE = """
# geometry

compute_triangle_surface(base:num 1 100, height:num 1 100, unit?:<cm=cm,centimetres;cm,centimètres/m=m,metres,meters;m,mètres/inches;pouces>) = calculator > area:num 1 5000
Compute the area of a triangle from its base and height. // Calcule l'aire d'un triangle.
what's the area of a triangle with base {base} and height {height}[ {unit}|]? ~ [area|surface] of a triangle, base {base}[ {unit}|], height {height} ~ a triangle is {height} high and {base} wide at the base, how large is it? ~ !compute the area of a triangle with a base of {base} {unit} and a height of {height} ~ how big is a triangle of base {base} and height {height}[ in {unit}|]? ~ triangle area for base {base}, height {height} ~ my sail is a triangle, {base} at the foot and {height} tall, how much cloth is that?
quelle est l'aire d'un triangle de base {base} et de hauteur {height}[ {unit}|] ? ~ aire d'un triangle : base {base}, hauteur {height}[ {unit}|] ~ !calculer la surface d'un triangle de base {base} {unit} et de hauteur {height} ~ un triangle a une base de {base} et une hauteur de {height}, quelle est son aire ? ~ ma voile est un triangle de {base} de base et {height} de haut, combien de tissu ?

compute_circle_surface(radius:num 1 60, unit?:<cm=cm,centimetres;cm/m=m,metres;m,mètres/feet;pieds>) = calculator > area:num 3 9000
Compute the area of a circle. // Calcule l'aire d'un cercle.
what's the area of a circle with radius {radius}[ {unit}|]? ~ circle of radius {radius}[ {unit}|], how large is it? ~ !compute the area of a circle whose radius is {radius}[ {unit}|] ~ area of a round table with a radius of {radius}[ {unit}|] ~ how much surface has a circle with a {radius} {unit} radius? ~ how much lawn is in a round garden with radius {radius}[ {unit}|]?
quelle est l'aire d'un cercle de rayon {radius}[ {unit}|] ? ~ aire d'un disque de rayon {radius}[ {unit}|] ~ !calculer la surface d'un cercle de {radius} {unit} de rayon ~ surface d'un disque dont le rayon est {radius} ~ combien de pelouse dans un jardin rond de rayon {radius}[ {unit}|] ?

compute_circle_perimeter(radius:num 1 60) = calculator > length:num 6 400
Compute the circumference of a circle. // Calcule la circonférence d'un cercle.
what's the circumference of a circle with radius {radius}? ~ perimeter of a circle of radius {radius} ~ how long is the edge of a circle with a radius of {radius}? ~ !work out the circumference for a radius of {radius} ~ circle, radius {radius}: circumference
quelle est la circonférence d'un cercle de rayon {radius} ? ~ périmètre d'un cercle de rayon {radius} ~ !calculer la circonférence pour un rayon de {radius} ~ longueur du tour d'un cercle de rayon {radius}

compute_box_volume(length:num 1 90, width:num 1 60, height:num 1 60) = calculator > volume:num 1 90000
Compute the volume of a box. // Calcule le volume d'un pavé.
what's the volume of a box {length} by {width} by {height}? ~ box of length {length}, width {width} and height {height}: volume ~ how much fits in a box measuring {length} x {width} x {height}? ~ !compute the volume of a {length} by {width} by {height} crate ~ a box is {length} long, {width} wide and {height} high, what's its volume? ~ will it fit? my crate is {length} long, {width} wide, {height} high, tell me the volume
quel est le volume d'une boîte de {length} par {width} par {height} ? ~ volume d'un pavé : longueur {length}, largeur {width}, hauteur {height} ~ !calculer le volume d'une caisse de {length} x {width} x {height} ~ ma caisse fait {length} de long, {width} de large et {height} de haut, quel volume ?

compute_cylinder_volume(radius:num 1 30, height:num 1 90) = calculator > volume:num 5 90000
Compute the volume of a cylinder. // Calcule le volume d'un cylindre.
what's the volume of a cylinder with radius {radius} and height {height}? ~ cylinder, radius {radius}, height {height}: how much does it hold? ~ !compute the volume of a cylinder {height} high with a radius of {radius} ~ how many units of volume has a can of radius {radius} and height {height}? ~ volume of a pipe of radius {radius} and length {height} ~ how much water fits in a tank of radius {radius} and height {height}?
quel est le volume d'un cylindre de rayon {radius} et de hauteur {height} ? ~ volume du cylindre : rayon {radius}, hauteur {height} ~ !calculer le volume d'un cylindre de {radius} de rayon et {height} de haut ~ combien contient un cylindre de rayon {radius} et de hauteur {height} ? ~ cylindre : rayon {radius}, hauteur {height}, quel volume ? ~ combien d'eau dans une cuve de rayon {radius} et de hauteur {height} ?

compute_sphere_volume(radius:num 1 50) = calculator > volume:num 4 90000
Compute the volume of a sphere. // Calcule le volume d'une sphère.
what's the volume of a sphere with radius {radius}? ~ ball of radius {radius}: volume ~ how large is a sphere of radius {radius}? ~ !compute the volume of a ball whose radius is {radius} ~ sphere volume, r = {radius} ~ how much air is in a ball of radius {radius}?
quel est le volume d'une sphère de rayon {radius} ? ~ volume d'une boule de rayon {radius} ~ !calculer le volume d'une sphère dont le rayon est {radius} ~ combien d'air dans un ballon de rayon {radius} ? ~ boule de rayon {radius}, quel volume ?

compute_hypotenuse(a:num 1 60, b:num 1 60) = calculator > c:num 2 90
Compute the longest side of a right triangle. // Calcule l'hypoténuse d'un triangle rectangle.
what's the hypotenuse of a right triangle with sides {a} and {b}? ~ right triangle, legs {a} and {b}: the long side? ~ !find the hypotenuse for {a} and {b} ~ hypotenuse with legs of {a} and {b} ~ how long is the diagonal of a {a} by {b} rectangle? ~ a ladder reaches {a} up a wall and stands {b} away, how long is it?
quelle est l'hypoténuse d'un triangle rectangle de côtés {a} et {b} ? ~ hypoténuse pour {a} et {b} ~ !calculer l'hypoténuse avec les côtés {a} et {b} ~ triangle rectangle de côtés {a} et {b} : le grand côté ? ~ quelle est la diagonale d'un rectangle de {a} sur {b} ? ~ une échelle monte à {a} et s'écarte de {b}, quelle longueur ?

compute_rectangle_perimeter(length:num 1 100, width:num 1 80) = calculator > perimeter:num 4 400
Compute the perimeter of a rectangle. // Calcule le périmètre d'un rectangle.
what's the perimeter of a rectangle of {length} by {width}? ~ how much fence for a field {length} long and {width} wide? ~ perimeter: length {length}, width {width} ~ !compute the perimeter of a {length} x {width} rectangle ~ distance around a rectangle with sides {length} and {width} ~ I want to fence a plot of {length} by {width}, how many metres?
quel est le périmètre d'un rectangle de {length} par {width} ? ~ périmètre : longueur {length}, largeur {width} ~ !calculer le périmètre d'un rectangle de {length} sur {width} ~ je veux clôturer un terrain de {length} sur {width}, combien de mètres ?

check_triangle(sides:ints) > valid:yes<yes/no>
Tell whether three lengths form a triangle. // Dit si trois longueurs forment un triangle.
do {sides} make a triangle? ~ can a triangle have sides {sides}? ~ triangle with sides {sides}, possible? ~ !check whether {sides} form a triangle ~ are {sides} valid triangle sides? ~ can I build a triangle from sticks of {sides}?
{sides} forment-ils un triangle ? ~ un triangle de côtés {sides} est-il possible ? ~ !vérifier si {sides} forment un triangle ~ peut-on faire un triangle avec des bâtons de {sides} ? ~ côtés {sides} : un triangle ?

compute_point_distance(x1:int -20 40, y1:int -20 40, x2:int -20 40, y2:int -20 40) > distance:num 1 90
Compute the distance between two points of the plane. // Distance entre deux points.
how far apart are the points ({x1}, {y1}) and ({x2}, {y2})? ~ distance between ({x1}, {y1}) and ({x2}, {y2}) ~ !compute the distance from ({x1},{y1}) to ({x2},{y2}) ~ what's the length from point {x1}, {y1} to point {x2}, {y2}? ~ points ({x1};{y1}) and ({x2};{y2}): distance?
quelle distance entre les points ({x1}, {y1}) et ({x2}, {y2}) ? ~ distance de ({x1};{y1}) à ({x2};{y2}) ~ !calculer la distance entre ({x1}, {y1}) et ({x2}, {y2})

compute_polygon_angle(sides:int 3 20) > degrees:num 60 170
Compute the inner angle of a regular polygon. // Angle d'un polygone régulier.
what's the inner angle of a regular polygon with {sides} sides? ~ angle of a {sides}-sided regular polygon ~ how large are the angles in a regular figure of {sides} sides? ~ !compute the interior angle for {sides} sides ~ regular polygon, {sides} sides: angle ~ I'm cutting tiles with {sides} equal sides, what angle?
quel est l'angle d'un polygone régulier à {sides} côtés ? ~ angle intérieur pour {sides} côtés ~ !calculer l'angle d'un polygone régulier de {sides} côtés ~ je coupe des carreaux à {sides} côtés égaux, quel angle ? ~ polygone régulier, {sides} côtés : l'angle ?

# algebra

find_quadratic_roots(a:int 1 12, b:int -30 30, c:int -40 40) > roots:tags
Find the roots of a quadratic equation. // Racines d'une équation du second degré.
what are the roots of {a}x^2 + {b}x + {c}? ~ !solve the quadratic with a={a}, b={b} and c={c} ~ quadratic equation: a = {a}, b = {b}, c = {c} ~ roots of a quadratic with coefficients {a}, {b}, {c} ~ !find x where {a}x^2 + {b}x + {c} = 0 ~ my homework: {a}x^2 + {b}x + {c} = 0, what is x?
quelles sont les racines de {a}x^2 + {b}x + {c} ? ~ !résoudre l'équation du second degré avec a={a}, b={b}, c={c} ~ racines pour a = {a}, b = {b} et c = {c} ~ mon devoir : {a}x^2 + {b}x + {c} = 0, que vaut x ?

solve_line(slope:num -9 9, intercept:num -20 20, x:num -20 40) > y:num -90 90
Compute y = slope * x + intercept. // Calcule un point d'une droite.
what's y on the line with slope {slope} and intercept {intercept} at x = {x}? ~ line, slope {slope}, intercept {intercept}: value at {x} ~ !evaluate the line of slope {slope} through {intercept} at x {x} ~ y for x = {x} when the slope is {slope} and the intercept {intercept} ~ a line has intercept {intercept} and slope {slope}, where is it at x = {x}?
que vaut y pour x = {x} sur la droite de pente {slope} et d'ordonnée {intercept} ? ~ droite de pente {slope}, ordonnée {intercept}, valeur en {x} ~ !calculer y : pente {slope}, ordonnée à l'origine {intercept}, x = {x}

differentiate(function:formula, variable?:<x/t/y>, at?:num -5 10)
Differentiate a function. // Dérive une fonction.
what's the derivative of {function}[ at {at}|]? ~ !differentiate {function}[ with respect to {variable}|][ at {at}|] ~ derivative of {function}[ in {variable}|] ~ d/dx of {function} ~ slope of {function} at {at} ~ how fast does {function} change at {at}? ~ I have to differentiate {function} for homework
quelle est la dérivée de {function}[ en {at}|] ? ~ !dériver {function}[ par rapport à {variable}|] ~ dérivée de {function}[ en {at}|] ~ je dois dériver {function}

integrate_between(function:formula, lower:num -5 5, upper:num 6 20, method?:<trapezoid=trapezoid rule,trapezoid;trapèzes/simpson=Simpson's rule,Simpson;Simpson>)
Integrate a function between two bounds. // Intègre une fonction.
what's the integral of {function} from {lower} to {upper}[ by {method}|]? ~ !integrate {function} between {lower} and {upper}[ with {method}|] ~ area under {function} from {lower} to {upper}[, {method}|] ~ integral of {function}, {lower} to {upper} ~ how large is the area under {function} between x = {lower} and x = {upper}? ~ how much area lies between the curve {function} and the axis from {lower} to {upper}?
quelle est l'intégrale de {function} de {lower} à {upper}[ par {method}|] ? ~ !intégrer {function} entre {lower} et {upper} ~ aire sous {function} de {lower} à {upper}[, méthode {method}|] ~ intégrale de {function} entre {lower} et {upper}[, {method}|] ~ !calculer l'intégrale de {function} de {lower} à {upper} ~ quelle aire sous la courbe {function} entre {lower} et {upper} ?

multiply_vectors(first:row, second:row)
Multiply two rows of numbers entry by entry. // Multiplie deux listes de nombres.
!multiply {first} with {second} entry by entry ~ product of the vectors {first} and {second} ~ entrywise product: {first}; {second} ~ what do you get when you multiply the rows {first} and {second}? ~ !take {first} times {second}, element by element
!multiplier {first} par {second} terme à terme ~ produit des vecteurs {first} ; {second} ~ produit terme à terme de {first} et de {second}

simplify_fraction(numerator:int 2 400, denominator:int 2 400) > fraction:code
Reduce a fraction. // Simplifie une fraction.
!simplify {numerator}/{denominator} ~ what's {numerator} over {denominator} in lowest terms? ~ !reduce the fraction {numerator}/{denominator} ~ can {numerator}/{denominator} be simplified? ~ lowest terms of {numerator} / {denominator}
!simplifier {numerator}/{denominator} ~ !réduire la fraction {numerator}/{denominator} ~ peut-on simplifier {numerator} sur {denominator} ? ~ forme réduite de {numerator}/{denominator}

# numbers

compute_common_divisor(first:int 4 400, second:int 4 400) > divisor:int 1 40
Compute the greatest common divisor of two numbers. // Plus grand diviseur commun.
what's the greatest common divisor of {first} and {second}? ~ gcd of {first} and {second} ~ largest number dividing both {first} and {second} ~ !find the highest common factor of {first} and {second} ~ which is the biggest divisor {first} and {second} share? ~ what's the largest tile that fits both {first} and {second}? greatest common divisor
quel est le plus grand diviseur commun de {first} et {second} ? ~ PGCD de {first} et {second} ~ !trouver le PGCD de {first} et {second} ~ quel est le PGCD de {first} et {second} ? ~ plus grand nombre qui divise {first} et {second} ~ le plus grand diviseur que {first} et {second} partagent ?

compute_common_multiple(numbers:ints) > multiple:int 10 5000
Compute the least common multiple of numbers. // Plus petit multiple commun.
what's the least common multiple of {numbers}? ~ lcm of {numbers} ~ smallest number divisible by all of {numbers} ~ !find the lowest common multiple of {numbers} ~ LCM: {numbers} ~ buses come every {numbers} minutes, when do they meet? least common multiple
quel est le plus petit multiple commun de {numbers} ? ~ PPCM de {numbers} ~ !trouver le PPCM de {numbers} ~ des bus passent toutes les {numbers} minutes, PPCM ?

list_prime_factors(number:int 12 99999) > factors:tags
Split a number into its prime factors. // Décompose en facteurs premiers.
what are the prime factors of {number}? ~ !factor {number} ~ prime factorisation of {number} ~ !split {number} into primes ~ which primes make up {number}? ~ can you break {number} into primes?
quels sont les facteurs premiers de {number} ? ~ !décomposer {number} en facteurs premiers ~ décomposition de {number} ~ peux-tu décomposer {number} en nombres premiers ?

test_prime(number:int 2 99999) > prime:yes<yes/no>
Tell whether a number is prime. // Dit si un nombre est premier.
is {number} [a prime|prime|a prime number]? ~ !check if {number} is prime ~ {number}, prime or not? ~ does {number} have divisors? ~ !tell me whether {number} is a prime ~ my son asks whether {number} is prime
{number} est-il premier ? ~ !vérifier si {number} est premier ~ {number}, premier ou pas ? ~ est-ce que {number} est un nombre premier ? ~ mon fils demande si {number} est premier

compute_factorial_of(n:int 2 30) > value:int 2 90000
Compute the factorial of a number. // Factorielle d'un nombre.
what's the factorial of {n}? ~ {n} factorial ~ !compute {n}! ~ how much is {n} factorial? ~ factorial of {n}, please ~ how many orders can {n} people stand in? factorial
quelle est la factorielle de {n} ? ~ factorielle de {n} ~ !calculer la factorielle de {n} ~ combien d'ordres pour {n} personnes ? factorielle ~ {n} factorielle, combien ?

list_fibonacci(count:int 3 40, from?:<0;0/1;1>)
List the first Fibonacci numbers. // Premiers nombres de Fibonacci.
!give me the first {count} Fibonacci numbers ~ Fibonacci sequence, {count} terms[ starting at {from}|] ~ {count} Fibonacci numbers[, from {from}|] ~ what are the first {count} numbers of Fibonacci? ~ !list {count} terms of the Fibonacci sequence[ beginning with {from}|] ~ I need Fibonacci, {count} of them
!me donner les {count} premiers nombres de Fibonacci ~ suite de Fibonacci, {count} termes[ à partir de {from}|] ~ quels sont les {count} premiers termes de Fibonacci ? ~ il me faut {count} nombres de Fibonacci ~ Fibonacci jusqu'au {count}e terme

to_roman_numeral(number:int 1 3999) > roman:code
Write a number in Roman numerals. // Écrit un nombre en chiffres romains.
what's {number} in Roman numerals? ~ !write {number} in Roman ~ {number} as a Roman numeral ~ Roman for {number} ~ how did the Romans write {number}?
comment s'écrit {number} en chiffres romains ? ~ !écrire {number} en chiffres romains ~ {number} en romain ~ {number} en chiffres romains, s'il te plaît ~ comment les Romains écrivaient-ils {number} ?

convert_base(number:code, from_base:int 2 16, to_base:int 2 16) > result:code
Convert a number to another base. // Convertit un nombre dans une autre base.
what's {number} from base {from_base} in base {to_base}? ~ !convert {number} from base {from_base} to base {to_base} ~ {number}, base {from_base} to base {to_base} ~ !rewrite {number} (base {from_base}) in base {to_base} ~ base {to_base} form of {number} in base {from_base} ~ the code {number} is in base {from_base}, I need base {to_base}
!convertir {number} de la base {from_base} à la base {to_base} ~ {number} en base {from_base}, combien en base {to_base} ? ~ {number} : base {from_base} vers base {to_base} ~ le code {number} est en base {from_base}, il me le faut en base {to_base} ~ {number} de base {from_base} en base {to_base}

draw_random_number(low:int 0 20, high:int 21 1000, count?:count)
Draw random numbers between two bounds. // Tire des nombres au hasard.
!pick a number between {low} and {high} ~ {count} random numbers from {low} to {high} ~ random number, {low} to {high} ~ !draw {count} numbers between {low} and {high} ~ !give me a random number from {low} to {high} ~ someone has to win: a number from {low} to {high}
!tirer un nombre entre {low} et {high} ~ {count} nombres au hasard entre {low} et {high} ~ un nombre au hasard de {low} à {high} ~ il faut un gagnant : un nombre de {low} à {high}

sort_numbers(numbers:nums, order?:<ascending=ascending,increasing;croissant/descending=descending,decreasing;décroissant>)
Sort numbers. // Trie des nombres.
!sort {numbers}[ in {order} order|] ~ !put {numbers} in {order} order ~ {numbers}, sorted[ {order}|] ~ !order the numbers {numbers}[, {order}|] ~ what are {numbers} in {order} order? ~ these are out of order: {numbers}[, make them {order}|]
!trier {numbers}[ dans l'ordre {order}|] ~ !ranger {numbers} par ordre {order} ~ {numbers} dans l'ordre {order} ~ remets dans l'ordre : {numbers}

# statistics

compute_average(numbers:nums, weights?:ints) > mean:num 1 500
Compute the mean of numbers. // Moyenne de nombres.
what's the [average|mean] of {numbers}? ~ [average|mean] of {numbers}[ with weights {weights}|] ~ !average {numbers}[, weighted by {weights}|] ~ my marks are {numbers}, what's the average? ~ !compute the mean of {numbers} ~ my results were {numbers}, how did I do on average?
quelle est la moyenne de {numbers} ? ~ moyenne de {numbers}[ avec les poids {weights}|] ~ mes notes sont {numbers}, quelle moyenne ? ~ !calculer la moyenne de {numbers} ~ mes résultats : {numbers}, quelle moyenne ?

compute_median(numbers:nums) > median:num 1 500
Compute the median of numbers. // Médiane de nombres.
what's the median of {numbers}? ~ median of {numbers} ~ the middle value of {numbers} ~ !find the median: {numbers} ~ which number is in the middle of {numbers}? ~ temperatures this week: {numbers}; the median?
quelle est la médiane de {numbers} ? ~ médiane de {numbers} ~ !trouver la médiane : {numbers} ~ températures de la semaine : {numbers}, la médiane ?

compute_spread(numbers:nums, sample?:yes<as a sample,for a sample;pour un échantillon/as a population,for the whole population;pour la population>) > deviation:num 0.1 90
Compute the standard deviation of numbers. // Écart type de nombres.
what's the standard deviation of {numbers}[ {sample}|]? ~ standard deviation: {numbers}[, {sample}|] ~ how spread out are {numbers}? ~ !compute the standard deviation of {numbers}[ {sample}|] ~ deviation of the values {numbers} ~ do {numbers} vary a lot? the standard deviation please
quel est l'écart type de {numbers}[ {sample}|] ? ~ écart type : {numbers} ~ !calculer l'écart type de {numbers}[ {sample}|] ~ {numbers} varient-ils beaucoup ? écart type

compute_percentile(numbers:nums, percentile:int 1 99) > value:num 1 500
Compute a percentile of numbers. // Centile de nombres.
what's the {percentile}th percentile of {numbers}? ~ percentile {percentile} of {numbers} ~ !find the {percentile}th percentile in {numbers} ~ value below which {percentile} percent of {numbers} lie ~ {numbers}: percentile {percentile} ~ of {numbers}, what lies at the {percentile}th percentile?
quel est le {percentile}e centile de {numbers} ? ~ centile {percentile} de {numbers} ~ !trouver le centile {percentile} de {numbers} ~ parmi {numbers}, que vaut le {percentile}e centile ? ~ {numbers} : centile {percentile}

correlate(x:row, y:row, method?:<pearson=Pearson;Pearson/spearman=Spearman;Spearman>)
Compute the correlation of two series. // Corrélation de deux séries.
how do {x} and {y} correlate? ~ correlation: x {x}; y {y}[; {method}|] ~ !correlate the series {x} with the series {y}[ by {method}|] ~ what's the [{method}|] correlation of {x} with {y}? ~ are the series {x} and the series {y} related[ ({method})|]?
quelle est la corrélation entre {x} et {y} ? ~ corrélation : x {x} ; y {y}[ ; {method}|] ~ !corréler la série {x} avec la série {y}

fit_line(x:row, y:row, predict_at?:num 1 90)
Fit a straight line to points. // Ajuste une droite.
!fit a line to x {x} and y {y}[ and predict at {predict_at}|] ~ linear regression, x: {x}; y: {y} ~ regression of {y} on {x}[, prediction for {predict_at}|] ~ !find the trend line for x = {x} and y = {y} ~ which line fits x {x}, y {y}[, and what is it at {predict_at}|]?
!ajuster une droite à x {x} et y {y}[ et prédire en {predict_at}|] ~ régression linéaire : x {x} ; y {y} ~ droite de tendance pour x = {x} et y = {y}

compute_dice_chance(dice:count, sides?:<6;6/8;8/20;20>, total:int 3 40) > probability:num 0.01 0.9
Compute the chance that dice show a total. // Probabilité d'un total aux dés.
what's the chance of rolling {total} with {dice} dice? ~ probability of a {total} with {dice} {sides}-sided dice ~ how likely is a total of {total} on {dice} dice[ with {sides} sides|]? ~ odds of {total}, {dice} dice ~ !compute the chance of getting {total} from {dice} dice ~ is {total} likely with {dice} dice?
quelle chance d'obtenir {total} avec {dice} dés[ à {sides} faces|] ? ~ probabilité d'un total de {total} avec {dice} dés ~ !calculer la chance de faire {total} avec {dice} dés ~ {total} avec {dice} dés, est-ce probable ? ~ chance de tomber sur {total} avec {dice} dés

compute_combinations(n:int 5 60, k:int 2 6, ordered?:yes<in order,where order matters;avec ordre/in any order,where order doesn't matter;sans ordre>) > ways:int 10 90000
Count the ways to choose k of n things. // Compte les façons de choisir k parmi n.
how many ways are there to choose {k} out of {n}[ {ordered}|]? ~ {n} choose {k} ~ !count the selections of {k} from {n} things[ {ordered}|] ~ combinations of {k} from {n}[ {ordered}|] ~ in how many ways can I pick {k} of {n} books[ {ordered}|]? ~ I've {n} friends but only {k} seats, how many choices[ {ordered}|]?
combien de façons de choisir {k} parmi {n}[ {ordered}|] ? ~ {k} parmi {n} ~ nombre de choix de {k} objets sur {n}[ {ordered}|] ~ j'ai {n} amis et {k} places, combien de choix[ {ordered}|] ? ~ choisir {k} sur {n}, combien de façons ?

make_histogram(data:ints, bins:int 3 30, title?:label)
Draw a histogram of numbers. // Dessine un histogramme.
!draw a histogram of {data} with {bins} bins[, titled {title}|] ~ histogram: {data}, {bins} bins ~ !plot {data} in {bins} bars[ as {title}|] ~ {bins} bins for {data}, as a histogram ~ !make a histogram with {bins} bins from {data}[ and call it {title}|] ~ I'd like to see how {data} are spread, {bins} bars
!dessiner un histogramme de {data} avec {bins} classes[, titre {title}|] ~ histogramme : {data}, {bins} classes ~ {bins} classes pour {data}, en histogramme ~ montre la répartition de {data} en {bins} classes

# units

convert_temperature(value:num -40 220, from:<celsius=Celsius,degrees Celsius;Celsius,degrés Celsius/fahrenheit=Fahrenheit,degrees Fahrenheit;Fahrenheit,degrés Fahrenheit/kelvin=Kelvin;kelvins>, to:<celsius=Celsius;Celsius/fahrenheit=Fahrenheit;Fahrenheit/kelvin=Kelvin;kelvins>) = units_convert > result:num -40 500
Convert a temperature between scales. // Convertit une température.
what's {value} {from} in {to}? ~ !convert {value} {from} to {to} ~ {value} {from} in {to} ~ how much is {value} {from} on the {to} scale? ~ {to} for {value} {from} ~ the recipe says {value} {from}, what is it in {to}? ~ my thermometer shows {value} {from}, in {to}?
combien font {value} {from} en {to} ? ~ !convertir {value} {from} en {to} ~ {value} {from} en {to} ~ la recette dit {value} {from}, combien en {to} ?

convert_length(value:num 1 900, from:<m=metres,meters,m;mètres,m/ft=feet,ft;pieds/in=inches,in;pouces/mi=miles;miles/km=kilometres,km;kilomètres,km>, to:<m=metres,meters;mètres/ft=feet;pieds/in=inches;pouces/mi=miles;miles/km=kilometres,kilometers;kilomètres>) = units_convert > result:num 1 900
Convert a length between units. // Convertit une longueur.
how many {to} are {value} {from}? ~ !convert {value} {from} to {to} ~ {value} {from} in {to} ~ what's {value} {from} in {to}? ~ !turn {value} {from} into {to} ~ the sign says {value} {from}, how much is that in {to}?
combien font {value} {from} en {to} ? ~ !convertir {value} {from} en {to} ~ {value} {from} en {to} ~ le panneau indique {value} {from}, combien en {to} ?

convert_weight(value:num 1 500, from:<kg=kilos,kilograms,kg;kilos,kg/lb=pounds,lbs;livres/oz=ounces;onces/g=grams,grammes;grammes>, to:<kg=kilos,kilograms;kilos/lb=pounds;livres/oz=ounces;onces/g=grams;grammes>) = units_convert > result:num 1 900
Convert a weight between units. // Convertit un poids.
how many {to} are {value} {from}? ~ !convert {value} {from} to {to} ~ {value} {from} in {to} ~ what do {value} {from} make in {to}? ~ {value} {from}, and in {to}? ~ my suitcase weighs {value} {from}, what's that in {to}?
combien font {value} {from} en {to} ? ~ !convertir {value} {from} en {to} ~ {value} {from} en {to} ~ ma valise pèse {value} {from}, combien en {to} ?

convert_shoe_size(size:num 34 47, from:<eu=European,EU;européenne/uk=British,UK;britannique/us=American,US;américaine>, to:<eu=European,EU;européenne/uk=British,UK;britannique/us=American,US;américaine>) > size:num 3 47
Convert a shoe size between countries. // Convertit une pointure.
what's a {from} {size} in {to} shoe sizes? ~ {from} shoe size {size} in {to} ~ !convert {from} shoe size {size} to {to} ~ I wear {from} {size}, what's that in {to}? ~ shoes: {size} {from}, which {to} size? ~ the shop has only {to} sizes, I'm a {from} {size}
quelle pointure {to} pour une pointure {from} {size} ? ~ pointure {from} {size} en {to} ~ !convertir la pointure {from} {size} en {to} ~ la boutique n'a que des tailles ({to}), je fais du {size} ({from}) ~ chaussures : {size} {from}, combien en {to} ?
"""
