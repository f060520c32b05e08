internal import Catalogue
internal import Filtering
internal import JSON
internal import Posix
internal import Transfer

extension FetchSettings {
  /// The settings of a data tree; a missing file means the defaults.
  init(file path: String) throws {
    self.init()
    let settings = try Self.read(path)
    intervalSeconds = settings.fetch.brandIntervalSeconds
    hostIntervals = Dictionary(
      uniqueKeysWithValues: Set(settings.halilit.hosts).map { ($0, settings.halilit.intervalSeconds) })
    limits.totalSeconds = settings.fetch.timeoutSeconds
    limits.connectSeconds = min(limits.connectSeconds, limits.totalSeconds)
    limits.bodyBytes = settings.fetch.maximumBytes
    maximumWaitSeconds = settings.fetch.maximumWaitSeconds
    userAgent = "stocktake/\(version)" + (settings.fetch.contact.map { " (+\($0))" } ?? "")
  }

  private static func read(_ path: String) throws -> Settings {
    guard let bytes = try File.readIfPresent(path) else { return Settings() }
    do {
      return try Settings(try JSON(parsing: bytes))
    } catch let error as JSONError {
      throw RunFailure(.configuration, "\(path) is not JSON: \(error); correct it")
    } catch let error as SettingsError {
      throw RunFailure(.configuration, "\(path): \(error.member) must be \(error.expected)")
    }
  }
}
