internal import JSON
internal import Posix

extension Tree {
  /// Makes the config that was proposed for a brand its config and keeps the one before; `note` and the day of `time`
  /// go into `verified`. Throws when nothing was proposed or what was is no config of the brand's.
  package func takeProposedConfig(of brandID: String, note: String, at time: String) throws {
    let path = configuration(brandID)
    let proposal = path + ".proposed"
    guard let bytes = try File.readIfPresent(proposal) else {
      throw TreeError.missing("\(proposal): nothing was proposed for '\(brandID)'")
    }
    guard var config = (try? JSON(parsing: bytes))?.object, config["brand_id"]?.string == brandID else {
      throw TreeError.configuration("\(proposal): not a config of '\(brandID)'")
    }
    config["verified"] = ["by": "stocktake accept", "at": .string(String(time.prefix(10))), "note": .string(note)]
    if let before = try File.readIfPresent(path) { try File.replace(path + ".previous", with: before) }
    try File.replace(path, with: JSON.object(config).indented)
    for path in [proposal, proposal + ".txt"] where File.exists(path) { try File.remove(path) }
  }
}
