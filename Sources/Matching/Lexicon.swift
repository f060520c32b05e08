/// What words of this field mean for the identity of a product; folded, Latin and Hebrew.
enum Lexicon {
  enum Meaning: Equatable {
    /// Between words; names nothing.
    case filler
    /// After a number: how many keys, how large, or another measure.
    case keys, inches, unit
    /// After a designation it belongs to it: `RD-2000 EX`.
    case suffix
    /// What kind of thing it is; both sides need not say it.
    case noun
    /// Something that goes with an instrument; the bit tells which sort.
    case accessory(UInt32)
    /// A category of all sorts of them.
    case accessories
    /// A run of its own of a product that also exists without it.
    case edition
    /// `with`: what follows comes with the product. `for`: it is made for what follows.
    case with, `for`
    /// Several products sold as one.
    case bundle
    /// A colour by name; an index into `colours`.
    case colour(Int)
  }

  static func meaning(of word: ArraySlice<UInt8>) -> Meaning? { meanings[Array(word)] }

  /// The index of the colour that a short code at the end of a designation or item code stands for.
  static func colour(ofCode code: ArraySlice<UInt8>) -> Int? { colourCodes[Array(code)] }

  /// Numbers of keys that keyboards have.
  static let keyCounts: Set = [25, 32, 37, 44, 49, 54, 61, 64, 73, 76, 88]

  /// English name, other words, codes. The codes stand at the end of designations only: `FP-30X-BK`.
  static let colours: [(name: String, words: String, codes: String)] = [
    ("black", "blk ebony שחור שחורה", "bk blk bkx cb pe pb"), ("white", "wht לבן לבנה", "wh wht whx pw"),
    ("red", "אדום אדומה", "rd red"),
    ("blue", "כחול כחולה", "bl blu"), ("green", "ירוק ירוקה", "gn grn"), ("yellow", "צהוב צהובה", "yl yw"),
    ("orange", "כתום כתומה", "or org"), ("pink", "ורוד ורודה", "pk pnk"), ("purple", "סגול סגולה", "pu ppl"),
    ("silver", "כסוף כסופה", "sl slv sv"), ("gray", "grey gunmetal graphite אפור אפורה", "gr gry"),
    ("brown", "חום חומה", "br brn"), ("gold", "זהב", "gd gld"), ("beige", "בז", ""), ("turquoise", "טורקיז", "tq"),
    ("natural", "טבעי", "nt nat"), ("walnut", "אגוז", "wn"), ("rosewood", "רוזווד", "rw dr"), ("oak", "אלון", "la lo"),
    ("charcoal", "", "ch"), ("mahogany", "מהגוני", "mh"), ("cream", "קרם", "cr"),
    ("ivory", "שנהב", "iv"), ("burgundy", "", "bg"), ("copper", "נחושת", "cp"), ("champagne", "", ""),
    ("sunburst", "", "sb"), ("transparent", "שקוף", ""), ("violet", "", "vt"), ("teal", "", ""), ("bronze", "", ""),
    ("titanium", "", ""), ("cyan", "", ""), ("magenta", "", ""),
  ]

  private static let accessories = [
    "bag bags gigbag case cases softcase hardcase pouch backpack תיק תיקים נרתיק קייס מזוודה ארגז",
    "stand stands סטנד סטנדים מעמד מעמדים חצובה", "cover covers cvr dustcover dcover lid כיסוי כיסויים מכסה",
    "cable cables cord כבל כבלים", "adapter adaptor adapters psu מתאם ספק שנאי",
    "bench stool throne seat ספסל כיסא מושב", "strap straps רצועה", "rackmount ears rackears",
    "bracket brackets mount mounts clamp holder מתקן תופסן מחזיק",
  ]

  private static let meanings: [[UInt8]: Meaning] = {
    var meanings: [[UInt8]: Meaning] = [:]
    func add(_ words: String, _ meaning: Meaning) {
      for word in words.split(separator: " ") { meanings[Array(word.utf8)] = meaning }
    }
    add("the a an and of in on by or as at is from introducing new של עם", .filler)
    add("key keys note notes קלידים קליד", .keys)
    add("inch inches אינצ אינץ", .inches)
    add(
      "cm mm m ft foot feet ghz mhz khz hz w watt watts v volt mah gb mb tb channel channels ch port ports ערוצים",
      .unit)
    add("in out bit db pack piece pieces ohm way voice voices חלקים ערוץ pcs pc", .unit)
    add(
      """
      pro plus max mini micro nano lite ultra compact deluxe xl xt xe xs xr se le ex fx go bt hd hp es mx dx sx st lt lx \
      gt kv kx jr sr sl mk
      """, .suffix)
    add(
      """
      digital piano pianos keyboard keyboards synthesizer synth synthesiser stage portable drum drums machine controller \
      midi workstation sampler mixer mixing monitor monitors speaker speakers headphones headphone microphone mic guitar \
      bass amp amplifier effects effect pedal processor interface audio recorder studio electronic electric acoustic analog \
      analogue series system module percussion pad pads kit set music musical creation arranger organ instrument wireless \
      active powered passive subwoofer sub multi usb desktop modular semi polyphonic monophonic vocal performer rhythm beat \
      composer cymbal cymbals crash ride hi hat snare tom toms floor drumhead pack professional entertainment expression \
      foot switch footswitch home software advanced
      """, .noun)
    add("limited edition anniversary collectors tribute מהדורה", .edition)
    add("with including incl includes w plus כולל", .with)
    add("for עבור", .for)
    add("accessory accessories אביזר אביזרים ואביזרים", .accessories)
    add("bundle באנדל חבילה", .bundle)
    for (bit, words) in accessories.enumerated() { add(words, .accessory(1 << UInt32(bit))) }
    for (index, colour) in colours.enumerated() {
      add(colour.name + " " + colour.words, .colour(index))
    }
    return meanings
  }()

  private static let colourCodes: [[UInt8]: Int] = {
    var codes: [[UInt8]: Int] = [:]
    for (index, colour) in colours.enumerated() {
      for code in colour.codes.split(separator: " ") { codes[Array(code.utf8)] = index }
    }
    return codes
  }()
}
