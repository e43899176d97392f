/** Set-up rows of a company in the USA: code, name and what else the table has. */
export const currencies = [
  ["EUR", "Euro", "€"],
  ["GBP", "Pound Sterling", "£"],
  ["DKK", "Danish Krone", "kr"],
  ["CZK", "Czech Koruna", "Kč"],
  ["SEK", "Swedish Krona", "kr"],
  ["NOK", "Norwegian Krone", "kr"],
  ["CHF", "Swiss Franc", "CHF"],
  ["CAD", "Canadian Dollar", "$"],
] as const;

export const paymentTerms = [
  ["30 DAYS", "Net 30 days", "30D", ""],
  ["14 DAYS", "Net 14 days", "14D", ""],
  ["1M(8D)", "1 Month/2% 8 days", "1M", "8D"],
  ["CM", "Current Month", "CM", ""],
  ["COD", "Cash on delivery", "0D", ""],
] as const;

export const shipmentMethods = [
  ["EXW", "Ex Warehouse"],
  ["FOB", "Free on Board"],
  ["CIF", "Cost Insurance and Freight"],
  ["DELIVERY", "Delivery"],
  ["PICKUP", "Pickup at Location"],
] as const;

export const unitsOfMeasure = [
  ["PCS", "Piece", "EA"],
  ["BOX", "Box", "BX"],
  ["KG", "Kilo", "KGM"],
  ["HOUR", "Hour", "HUR"],
  ["SET", "Set", "SET"],
] as const;

export const salespeople = [
  ["JO", "Jim Olive", "jim.olive@contoso.com"],
  ["LT", "Lina Townsend", "lina.townsend@contoso.com"],
  ["OF", "Otis Falls", "otis.falls@contoso.com"],
  ["HS", "Helena Ray", "helena.ray@contoso.com"],
] as const;

export const countries = [
  ["US", "United States"],
  ["GB", "Great Britain"],
  ["DE", "Germany"],
  ["DK", "Denmark"],
  ["CZ", "Czechia"],
  ["NO", "Norway"],
  ["SE", "Sweden"],
  ["CA", "Canada"],
] as const;

/** City, state, post code, country, dialling code. */
export const places = [
  ["Atlanta", "GA", "31772", "US", "+1 404"],
  ["Chicago", "IL", "61236", "US", "+1 312"],
  ["Miami", "FL", "37125", "US", "+1 305"],
  ["Seattle", "WA", "98101", "US", "+1 206"],
  ["London", "", "EC1A 1BB", "GB", "+44 20"],
  ["Hamburg", "", "20097", "DE", "+49 40"],
  ["København", "", "2100", "DK", "+45 33"],
  ["Praha", "", "110 00", "CZ", "+420 224"],
  ["Oslo", "", "0150", "NO", "+47 22"],
  ["Stockholm", "", "111 21", "SE", "+46 8"],
  ["Toronto", "ON", "M5H 2N2", "CA", "+1 416"],
] as const;

export const companyNames = [
  "Adatum Corporation",
  "Trey Research",
  "School of Fine Art",
  "Alpine Ski House",
  "Relecloud",
  "Fabrikam Residences",
  "Northwind Traders",
  "Contoso Coffee",
  "Litware",
  "Wide World Importers",
  "Blue Yonder Airlines",
  "City Power & Light",
  "Coho Winery",
  "Fourth Coffee",
  "Graphic Design Institute",
  "Humongous Insurance",
  "Lucerne Publishing",
  "Margie's Travel",
  "Proseware",
  "Tailspin Toys",
  "VanArsdel",
  "Wingtip Toys",
  "Woodgrove Bank",
  "The Phone Company",
  "Southridge Video",
] as const;

export const streets = [
  "Station Road",
  "South Sunset Drive",
  "Baker Street",
  "Main Street",
  "Harbour Lane",
  "Mill Hill",
  "Queen's Avenue",
  "Park Row",
] as const;

export const firstNames = [
  "Robert",
  "Helen",
  "Meagan",
  "Ian",
  "Jesse",
  "Amanda",
  "Søren",
  "Zdeněk",
  "Ingrid",
  "Paula",
  "Claus",
  "Mia",
  "Oliver",
  "Karla",
  "Denis",
  "Yvonne",
] as const;

export const lastNames = [
  "Townes",
  "Ray",
  "Bond",
  "Deberry",
  "Homer",
  "Lindqvist",
  "Novák",
  "Hansen",
  "Weber",
  "O'Neil",
  "Marsh",
  "Castellanos",
  "Berg",
  "Dvořák",
  "Quist",
  "Ellis",
] as const;

export const jobTitles = [
  "Buyer",
  "Office Manager",
  "Purchasing Manager",
  "Owner",
  "Accountant",
  "",
] as const;

export const products = [
  "ATHENS Desk",
  "PARIS Guest Chair",
  "ANTWERP Conference Table",
  "BERLIN Swivel Chair",
  "AMSTERDAM Lamp",
  "ROME Sofa",
  "MOSCOW File Cabinet",
  "SEOUL Whiteboard",
  "Bicycle",
  "Touring Bike",
  "Front Wheel",
  "Back Wheel",
  "Chain Assembly",
  "Bell",
] as const;

export const colours = [
  "black",
  "blue",
  "green",
  "red",
  "yellow",
  "white",
  "oak",
  "walnut",
] as const;
