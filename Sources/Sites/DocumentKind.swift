/// What a linked document is, told from its label and its file name.
enum DocumentKind {
  /// `manual`, `quick-start`, `datasheet`, `catalogue`, `drawing`, `firmware`, or `document`.
  static func of(url: String, label: String) -> String {
    let text = (label + " " + (url.split(separator: "/").last ?? "")).lowercased()
    return signs.first { sign in sign.words.contains { text.contains($0) } }?.kind ?? "document"
  }

  private static let signs: [(kind: String, words: [String])] = [
    ("quick-start", ["quick start", "quickstart", "quick_start", "quick-start", "quick guide", "מדריך מהיר"]),
    (
      "manual",
      ["manual", "owner", "user guide", "user_guide", "user-guide", "handbook", "anleitung", "הוראות", "מדריך"]
    ),
    ("firmware", ["firmware"]),
    ("drawing", ["drawing", "dimension", "cad"]),
    ("datasheet", ["datasheet", "data sheet", "data-sheet", "data_sheet", "spec", "מפרט"]),
    ("catalogue", ["catalog", "brochure", "קטלוג"]),
  ]
}
