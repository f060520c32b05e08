extension NameLexicon {
  /// Canonical names of colors with their words and the codes that follow a model (`-BK`).
  static let colors: [(name: String, words: String, codes: String)] = [
    ("black", "black nero schwarz noir שחור שחורה שחורים", "bk blk bkm cb"),
    ("white", "white ivory bianco blanc weiss לבן לבנה לבנים", "wh wht wt"),
    ("red", "red crimson scarlet burgundy אדום אדומה", "rd"),
    ("blue", "blue turquoise navy teal cyan כחול כחולה תכלת טורקיז", "bu blu"),
    ("green", "green olive mint ירוק ירוקה", "gn grn"),
    ("yellow", "yellow צהוב צהובה", "yw yl"),
    ("orange", "orange כתום כתומה", "or org"),
    ("purple", "purple violet lilac סגול סגולה", "pu ppl"),
    ("pink", "pink magenta ורוד ורודה", "pk pnk"),
    ("gray", "gray grey graphite anthracite charcoal אפור אפורה", "gy gry"),
    ("silver", "silver chrome כסף כסוף כסופה", "sv slv"),
    ("gold", "gold golden זהב זהוב זהובה מוזהב", "gd gld"),
    ("brown", "brown tobacco חום חומה", "br brn"),
    ("beige", "beige cream vanilla בז קרם", "bg"),
    ("natural", "natural טבעי", "nat"),
    ("sunburst", "sunburst burst סאנברסט", "sb"),
    ("walnut", "walnut אגוז", "wn"),
    ("rosewood", "rosewood", "rw"),
    ("ebony", "ebony", "pe"),
    ("polished white", "", "pw"),
    ("light oak", "", "la"),
  ]

  static let sides = [
    "left lefthand lefthanded lh שמאל שמאלי שמאלית", "right righthand righthanded rh ימין ימני ימנית",
  ]

  /// Words by class; a word counts for the first class that names it.
  static let words: KeyValuePairs<WordClass, String> = [
    .forWord: "for",
    .withWord: "with including incl includes עם כולל בתוספת",
    .revision: "mk mark",
    .generation: "gen generation",
    .inchUnit: "inch inches אינץ אינצ אינטש",
    .keysUnit: "key keys קליד קלידים קלידי",
    .unit: """
    w watt watts v volt volts va bit bits khz hz mhz ghz mb gb tb db ohm ohms mm cm m ft feet foot kg lb lbs oz ml \
    pc pcs pce piece pieces pair pairs ch chan channel channels track tracks voice voices note notes pin way ways band \
    bands input inputs output outputs port ports zone zones step steps sec min hours year years tone tones ply hole \
    holes outlet outlets slot slots button buttons fader faders \
    חלקים חלק יח יחידות ערוצים ערוץ וואט ואט וולט מטר מ סמ ממ קג גרם שנה שנים כניסות יציאות גוונים פדים
    """,
    .accessory: """
    bag bags backpack gigbag case cases softcase hardcase flightcase cover covers dustcover pouch sleeve tote stand \
    stands tripod mount mounts bracket brackets clamp clamps clutch holder holders cable cables cord adapter adaptor \
    adapters adaptors charger supply psu strap straps capo picks plectrum string strings stick sticks drumstick \
    drumsticks mallet mallets brushes beater beaters bench stool throne seat cart dolly trolley windscreen \
    popfilter shockmount clip clips tips pads cushion saddle pole lid wheels hanger humidifier polish cloth manual shirt \
    cap mug wallmount flybar flypole cvr ear ears \
    תיק תיקים תרמיל נרתיק נרתיקים קייס ארגז כיסוי כיסויים סטנד סטנדים מעמד מעמדים חצובה זרוע תופסן מחזיק כבל כבלים \
    מתאם ספק שנאי מטען רצועה רצועות מפרט מפרטים מיתר מיתרים מקל מקלות כיסא כסא ספסל שרפרף עגלה עגלת מדף מגן קאפו דוקן \
    מטלית אביזר אביזרים
    """,
    .part: """
    pickup pickups drumhead drumheads skin skins knobs spring springs screw screws nut nuts bolt bolts fuse spare \
    replacement wires hoop hoops lug lugs spur grille earpads earpad diaphragm capsule stylus \
    חילוף עור עורות פיקאפ בורג קפיץ כרית כריות
    """,
    .bundle: "bundle pack באנדל חבילה חבילת מארז",
    .instrument: """
    piano pianos keyboard keyboards synth synths synthesizer synthesizers synthesiser organ keytar accordion drum drums \
    snare tom toms conga congas bongo bongos djembe cajon tambourine cowbell timbale timbales shaker gong bell bells \
    handpan handpans ukulele guitar guitars bass violin saxophone flute clarinet trumpet trombone harmonica melodica \
    cymbal cymbals hihat hihats hats crash ride splash china flatride quinto tumba surdo ganza repinique agogo monitor \
    monitors speaker speakers subwoofer subwoofers loudspeaker loudspeakers amp amps amplifier amplifiers cabinet cab \
    combo preamp preamps mixer mixers console interface interfaces controller controllers sampler sequencer groovebox \
    workstation microphone microphones mic mics headphone headphones headset earphones earbuds pedal pedals pedalboard \
    processor processors wah compressor equalizer reverb delay chorus flanger phaser distortion overdrive fuzz booster tuner \
    metronome looper turntable recorder receiver transmitter software plugin \
    פסנתר פסנתרים מקלדת אורגן אורגנית סינתיסייזר סינתסייזר סינטיסייזר אקורדיון תוף תופים סנר טום קונגה בונגו קחון \
    גמבה מצילה מצילות מצלתיים גיטרה גיטרות יוקללי בס כינור סקסופון חליל קלרינט חצוצרה מפוחית מוניטור מוניטורים רמקול \
    רמקולים סאבוופר סאב בידורית מגבר מגברים קבינה מיקסר מיקסרים קונסולה ממשק בקר קונטרולר סמפלר מיקרופון מיקרופונים \
    אוזניות אוזניה דיבורית פדל פדלים דוושה דוושת אפקט אפקטים לופר טיונר מטרונום פטיפון מקליט קומפרסור אקולייזר פראמפ \
    בוסטר דיסטורשן אוברדרייב דיליי ריוורב קורוס פאז טרמין שייקר תוכנה מודול רסיבר נתב
    """,
    .brandTail: "audio professional acoustics instruments systems electronics",
    .suffix: """
    pro plus max mini micro nano lite ultra compact x xl xt xe se le ex fx go bt hd hp es mx dx sx st lt lx gt kv jr sr
    """,
    .descriptor: """
    digital analog analogue portable acoustic electric electronic wireless bluetooth usb usbc usb2 usb3 midi mp3 mp4 xlr \
    trs led lcd dsp wifi aux rca hdmi dmx 3d 2d 4k 8k series collection edition limited anniversary version set sets \
    kit kits system effects effect music creation performance dynamic condenser ribbon vocal passive active powered column \
    stereo mono multi modular in out on off and of the by to all duty heavy soft hard dust carrying carry protection \
    padded rolling large small medium thin coated clear practice triple double single marching coil \
    shifter vintage aged relic corporation inc ltd llc gmbh company official store home product products page
    """,
    .colorModifier: """
    arctic matte gloss glossy satin polished metallic midnight olympic jet dark light sonic candy apple space snow flat \
    bright deep lake transparent trans cherry wine tone sparkle fade מט מבריק
    """,
  ]
}
