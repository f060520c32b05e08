import Testing

@testable import Matching

struct TitleIdentityTests {
  private func designations(_ title: String) -> [String] {
    var vocabulary = Vocabulary()
    let brand: Set<Int32> = [vocabulary.number(of: Array("tamarind".utf8))]
    let identity = TitleIdentity(title, brandWords: brand, &vocabulary)
    return identity.designations.map { vocabulary.text($0.flat) + ($0.revision > 1 ? "@\($0.revision)" : "") }
  }

  @Test(arguments: [
    ("Tamarind DX-40M Mixer", ["dx40m"]), ("פסנתר חשמלי Tamarind DX40M", ["dx40m"]), ("DX 40", ["dx40"]),
    ("Cirrus 4", ["cirrus4"]), ("Tamarind 4", []), ("Cirrus 06", ["cirrus06"]), ("RB-2000 EX", ["rb2000ex"]),
    ("RB-2000 Stage", ["rb2000"]), ("JX-Xi", ["jxxi"]), ("Hi-Hat", []), ("Rondo 5 G4", ["rondo5g4"]),
    ("V8 S4", ["v8s4"]),
    ("Lens A1", ["lensa1"]), ("BT 22-A II", ["bt22a@2"]), ("Orbit 7.0", ["orbit7"]),
  ])
  func `designations are read as people read them`(title: String, expected: [String]) {
    #expect(designations(title) == expected)
  }

  @Test(arguments: ["SP-40MKII", "SP-40MK2", "SP-40 MKII", "SP-40 MK2", "SP-40 II", "SP40 mk2", "SP-40V2", "SP-40 V2"])
  func `revisions are spelled in many ways`(title: String) {
    #expect(designations(title) == ["sp40@2"])
  }

  @Test(
    arguments: [
      ("Cirrus 4 88", 88, []), ("Cirrus 4 73-Key", 73, []), ("מקלדת 61 קלידים Tamarind DX-4", 61, []), ("DX-88", 0, []),
      ("Ride 18\" Thin", 0, [180]), ("Ride 18''", 0, [180]), ("Monitor 6.5 inch", 0, [65]),
      ("Snare 14x5.5\"", 0, [55, 140]),
    ] as [(String, Int, [Int])])
  func `keys and sizes are no designations`(title: String, keys: Int, sizes: [Int]) {
    var vocabulary = Vocabulary()
    let identity = TitleIdentity(title, brandWords: [], &vocabulary)
    #expect(identity.keys == keys)
    #expect(identity.sizes == sizes)
  }

  @Test(arguments: ["DX-40 Black", "DX-40-BK", "DX-40BK", "DX-40 BK", "DX-40 שחור", "Tamarind DX-40 (black)"])
  func `a color is no part of the designation`(title: String) {
    var vocabulary = Vocabulary()
    let identity = TitleIdentity(title, brandWords: [], &vocabulary)
    #expect(identity.colours == 1)
    #expect(identity.designations.map { vocabulary.text($0.flat) } == ["dx40"])
  }

  @Test(arguments: [
    ("DX-40 Soft Case", true, false), ("תיק Tamarind DX-40", true, false), ("Stand for DX-40", true, false),
    ("DX-40 with Stand", false, true), ("DX-40 Bundle", false, true), ("DX-40", false, false),
  ])
  func `accessories are told from products that come with one`(title: String, isAccessory: Bool, isBundle: Bool) {
    var vocabulary = Vocabulary()
    let identity = TitleIdentity(title, brandWords: [], &vocabulary)
    #expect((identity.accessories != 0) == isAccessory)
    #expect(identity.isBundle == isBundle)
  }
}
