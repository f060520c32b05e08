internal import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Sites

/// A folder of configs, one as `<brand_id>/scrape_config.json`.
struct ConfigFolder {
  let path: String

  func file(of brandID: String) -> String { "\(path)/\(brandID)/scrape_config.json" }

  /// The brand's config as it is written; nil where it has none.
  func json(of brandID: String) throws -> JSON? {
    guard !brandID.isEmpty, brandID.first != ".", !brandID.contains("/"), !brandID.utf8.contains(0) else {
      throw RecordError("'\(brandID)' is no brand id")
    }
    guard let bytes = try File.readIfPresent(file(of: brandID)) else { return nil }
    do { return try JSON(parsing: bytes) } catch {
      throw RunFailure(.configuration, "\(file(of: brandID)): not JSON: \(error)")
    }
  }

  func config(of brandID: String) throws -> BrandConfig? {
    guard let json = try json(of: brandID) else { return nil }
    do {
      let config = try BrandConfig(json)
      guard config.brandID == brandID else {
        throw ConfigError("brand_id", "'\(config.brandID)' in the folder of '\(brandID)'")
      }
      return config
    } catch {
      throw RunFailure(.configuration, "\(file(of: brandID)): \(error)")
    }
  }
}
