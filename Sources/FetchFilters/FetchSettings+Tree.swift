internal import Catalogue
internal import Filtering
internal import JSON
internal import Posix
internal import Transfer

extension FetchSettings {
  /// The settings of a data tree; a missing file means the defaults.
  init(tree: String) throws {
    self.init()
    let settings = try Self.read("\(tree)/settings.json")
    intervalSeconds = settings.fetch.brandIntervalSeconds
    hostIntervals = try Self.brandIntervals("\(tree)/brands")
    for host in settings.halilit.hosts { hostIntervals[host] = settings.halilit.intervalSeconds }
    limits.totalSeconds = settings.fetch.timeoutSeconds
    limits.connectSeconds = min(limits.connectSeconds, limits.totalSeconds)
    limits.bodyBytes = settings.fetch.maximumBytes
    maximumWaitSeconds = settings.fetch.maximumWaitSeconds
    retryDelays = settings.fetch.retryDelaysSeconds
    userAgent = "stocktake/\(version)" + (settings.fetch.contact.map { " (+\($0))" } ?? "")
  }

  /// What the brands' configurations ask for, by host; the longest where several name one. A configuration that cannot
  /// be read is its parser's to report.
  private static func brandIntervals(_ folder: String) throws(IOError) -> [String: Double] {
    var intervals: [String: Double] = [:]
    for id in try File.list(folder) {
      guard let bytes = try File.readIfPresent("\(folder)/\(id)/scrape_config.json"),
        let config = try? JSON(parsing: bytes), let seconds = config["interval_s"]?.double, (0...3600).contains(seconds)
      else { continue }
      for host in config["hosts"]?.array?.compactMap(\.string) ?? [] {
        intervals[host] = max(intervals[host] ?? 0, seconds)
      }
    }
    return intervals
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
