extension Currency {
  /// What names a currency wherever it stands in a price: signs, ISO 4217 codes, unmistakable words.
  static let codes: [String: String?] = {
    var codes: [String: String?] = [:]
    for (code, symbols) in symbolsByCode {
      for symbol in symbols.split(separator: " ") { codes[symbol.split(separator: "_").joined(separator: " ")] = code }
    }
    for symbol in sharedSymbols.split(separator: " ") { codes[String(symbol)] = .some(nil) }
    for code in isoCodes.split(separator: " ") { codes[String(code)] = String(code) }
    return codes
  }()

  /// What is a common word or letter too, and so names a currency only next to a number or alone.
  static let weakCodes: [String: String?] = {
    var codes: [String: String?] = [:]
    for (code, symbols) in weakSymbolsByCode {
      for symbol in symbols.split(separator: " ") { codes[String(symbol)] = code }
    }
    for symbol in sharedWeakSymbols.split(separator: " ") { codes[String(symbol)] = .some(nil) }
    for code in weakISOCodes.split(separator: " ") { codes[String(code)] = String(code) }
    for code in lowercaseISOCodes.split(separator: " ") { codes[String(code)] = code.uppercased() }
    return codes
  }()

  static let longestSymbol = (Array(codes.keys) + Array(weakCodes.keys)).map(\.unicodeScalars.count).max() ?? 0

  /// Dollars that tell a bare `$` which of them it is.
  static let dollars: Set<String> = [
    "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "FJD", "GYD", "HKD", "JMD", "LRD", "MXN", "NAD", "NZD", "SBD",
    "SGD", "SRD", "TTD", "TWD", "XCD",
  ]

  /// Space-separated; `_` stands for a space inside a symbol.
  private static let symbolsByCode: KeyValuePairs<String, String> = [
    "ILS": "₪ ש\"ח ש״ח ש'ח ש׳ח ש”ח ש“ח ש''ח שח NIS N.I.S. שקל שקלים",
    "EUR": "€ Euro EURO euro euros",
    "USD": "$ US$ US_$ U$S",
    "GBP": "£ ￡",
    "JPY": "¥ ￥ 円",
    "CNY": "元 人民币 RMB CN¥",
    "AUD": "AU$ A$ AU_$",
    "CAD": "CA$ C$ CAN$ CDN$",
    "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "TWD": "NT$ NT", "MXN": "MX$ Mex$",
    "BRL": "R$", "ARS": "AR$", "COP": "COL$", "BZD": "BZ$", "TTD": "TT$", "JMD": "J$",
    "DOP": "RD$", "CUC": "CUC$", "XCD": "EC$", "FJD": "FJ$", "NAD": "N$", "ZWL": "Z$", "BBD": "Bds$", "BOB": "$b Bs.",
    "GYD": "GY$", "UYU": "$U", "PEN": "S/. S/", "PAB": "B/.", "VES": "Bs.S",
    "PLN": "zł Zł ZŁ zl", "CZK": "Kč kč KČ", "HUF": "Ft", "RON": "lei Lei LEI", "BGN": "лв. лв", "ALL": "Lek Lekë",
    "RUB": "₽ руб. руб Руб. Руб рублей рубля", "UAH": "₴ грн. грн hrn", "BYN": "Br. BYR", "KZT": "₸ тг.",
    "MKD": "ДЕН ден", "RSD": "Дин дин Дин. дин. РСД", "BAM": "КМ км", "GEL": "₾ ლარი", "AMD": "֏", "AZN": "₼",
    "TRY": "₺ TL", "CHF": "SFr. SFr Fr. CHf", "ISK": "Íkr", "INR": "₹ र ரூ", "BDT": "৳", "THB": "฿ บาท",
    "VND": "₫", "KRW": "₩ 원", "MNT": "₮", "LAK": "₭", "KHR": "៛", "PHP": "₱", "IDR": "Rp Rp.", "MYR": "RM",
    "NPR": "NRs", "LKR": "SLRs", "BTN": "Nu.", "MVR": "Rf RF", "MMK": "Ks", "AFN": "؋", "UZS": "so'm soʻm so‘m",
    "NGN": "₦", "GHS": "₵ GH₵", "ETB": "ብር", "ERN": "Nfk ናቕፋ نافكا", "KES": "KSh KShs Ksh", "TZS": "TSh", "UGX": "USh",
    "ZMW": "ZK", "MZN": "MT MTn", "MGA": "Ar", "BIF": "FBu Fbu", "DJF": "Fdj", "RWF": "FRw", "GNF": "GFr FG",
    "XAF": "FCFA",
    "STN": "Db", "VUV": "VT Vt", "SLL": "Le", "AOA": "Kz kwz", "CRC": "₡", "PYG": "₲", "HNL": "Lps",
    "KWD": "KD د.ك", "BHD": "BD .د.ب د.ب", "IQD": "ID ع.د د.ع", "LYD": "LD ل.د د.ل", "JOD": "JD د.أ د.ا",
    "TND": "DT د.ت", "DZD": "DA د.ج", "AED": "Dh Dhs DH د.إ", "SAR": "SR ر.س", "QAR": "QR ر.ق", "OMR": "ر.ع.",
    "YER": "ر.ي", "SYP": "ل.س SYP", "LBP": "ل.ل", "EGP": "E£ ج.م LE", "SDG": "ج.س. ج.س", "BTC": "Ƀ ₿ BTC",
  ]

  /// Signs that several currencies share, or that ISO 4217 does not know.
  private static let sharedSymbols = "kr kr. Kr Kr. ƒ Br Rs Rs. ₨ ﷼ ₣ ₤ ₶ دينار درهم ريال تومان SPL KM franc francs"

  private static let weakSymbolsByCode: KeyValuePairs<String, String> = [
    "RUB": "р. р Р Р. p.", "ZAR": "R", "BWP": "P", "GTQ": "Q q", "HNL": "L", "SZL": "E", "GMD": "D", "HTG": "G",
    "TJS": "с", "SLL": "Sl", "SOS": "S'",
  ]

  private static let sharedWeakSymbols = "F f"

  /// ISO 4217 active codes, funds left out, and those of the euro's predecessors.
  private static let isoCodes = """
    AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY \
    CRC CUC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS \
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LBP LKR LRD LSL LYD MDL MGA MKD MMK MNT MRU MUR \
    MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
    SGD SHP SLE SRD SSP STN SVC SYP SZL THB TJS TMT TND TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF \
    XPF YER ZAR ZMW ZWL ATS BEF DEM ESP FIM FRF GRD IEP ITL LUF NLG PTE
    """

  private static let weakISOCodes = "ALL BOB COP CUP GEL LAK MAD MOP PEN SLL SOS TOP TRY"

  private static let lowercaseISOCodes = "ils nis usd eur gbp chf jpy pln czk sek nok dkk huf mkd Eur Nis Usd"
}
