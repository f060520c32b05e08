// swift-tools-version: 6.2
import PackageDescription

/// One word adds a program: `Sources/Programs/<name>/main.swift` and the module that holds its filter.
let programs: [(name: String, module: String)] = [
  ("alerts", "WatchFilters"),
  ("calibrate", "Filters"),
  ("check-health", "WatchFilters"),
  ("debug-brand", "ParseFilters"),
  ("diff-production", "Filters"),
  ("ecosystem", "ReportFilters"),
  ("evaluate", "Filters"),
  ("fetch", "FetchFilters"),
  ("gap", "Filters"),
  ("heartbeat", "WatchFilters"),
  ("induce-config", "ParseFilters"),
  ("load", "TreeFilters"),
  ("match", "Filters"),
  ("normalize", "Filters"),
  ("notify", "WatchFilters"),
  ("page", "FetchFilters"),
  ("pages", "FetchFilters"),
  ("parse-brand", "ParseFilters"),
  ("parse-halilit", "ParseFilters"),
  ("quality", "ReportFilters"),
  ("render", "FetchFilters"),
  ("report", "ReportFilters"),
  ("stocktake", "TreeFilters"),
  ("store", "TreeFilters"),
  ("unify", "Filters"),
]

/// Modules that own C handles or raw memory; everywhere else unsafe code does not compile unmarked.
let unsafeModules: Set = ["Digest", "Posix", "Records", "Transfer", "Markup"]

/// Modules whose tests compute for long: optimised in debug builds too, where their tests took ten times as long without.
let busyModules: Set = ["Filters", "Induction", "JSON", "Markup", "Matching", "Records", "Sites", "Text"]

/// Every Swift module and what it may import; an arrow that is not here does not compile.
let modules: [(name: String, dependencies: [String])] = [
  ("Digest", ["CCrypto"]),
  ("JSON", []),
  ("Posix", ["CLinux"]),
  ("Records", ["JSON", "CSimdJSON"]),
  ("Filtering", ["Posix", "Records", "JSON"]),
  ("Text", ["CUTF8Proc"]),
  ("Catalogue", ["Records", "JSON"]),
  ("Markup", ["JSON", "CXML2"]),
  ("Transfer", ["JSON", "Posix", "Text", "CCurl", "Digest", "CUchardet", "CZlib"]),
  ("Matching", ["Text"]),
  ("Rendering", ["JSON", "Posix"]),
  ("Sites", ["Markup", "Catalogue", "Text", "JSON", "Records"]),
  ("Induction", ["Sites", "Markup", "Catalogue", "Text", "JSON", "Records"]),
  ("Tree", ["Catalogue", "Posix", "Records", "JSON", "Digest", "Text"]),
  ("Health", ["JSON"]),
  ("Alerting", ["Records", "JSON", "Text"]),
  ("Delivery", ["Alerting", "Transfer", "Records", "JSON", "Posix"]),
  ("Survey", ["Health", "Tree", "Catalogue", "Records", "JSON", "Posix", "Text"]),
  ("Recovery", ["Health", "Survey", "Tree", "Records", "JSON", "Posix", "Text"]),
  ("Reporting", ["Tree", "Catalogue", "Text", "Records", "JSON", "Posix", "Digest"]),
  ("Filters", ["Filtering", "Catalogue", "Matching", "Text", "Records", "JSON", "Posix"]),
  ("ParseFilters", ["Filtering", "Induction", "Sites", "Markup", "Catalogue", "Text", "Records", "JSON", "Posix"]),
  ("FetchFilters", ["Filtering", "Rendering", "Transfer", "Catalogue", "Text", "Records", "JSON", "Posix", "Digest"]),
  ("TreeFilters", ["Filtering", "Tree", "Filters", "Matching", "Catalogue", "Records", "JSON", "Posix"]),
  ("ReportFilters", ["Filtering", "Reporting", "TreeFilters", "Tree", "Records", "JSON", "Posix"]),
  (
    "WatchFilters",
    [
      "Filtering", "Health", "Survey", "Recovery", "Alerting", "Delivery", "Transfer", "Tree", "Records", "JSON",
      "Posix", "Text",
    ]
  ),
]

/// What a target is built after: the modules it may import and all below them.
///
/// SwiftPM compiles a target again only when a module changed that it names, and the layout of a struct may come from
/// further down. `pipelines/imports` looks at the arrows alone.
func dependencies(_ direct: [String]) -> [Target.Dependency] {
  var names = direct
  if Context.environment["STOCKTAKE_ARROWS"] == nil {
    var next = 0
    while next < names.count {
      let below = modules.first { $0.name == names[next] }?.dependencies ?? []
      names += below.filter { !names.contains($0) }
      next += 1
    }
  }
  return names.map { .init(stringLiteral: $0) }
}

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func settings(for module: String) -> [SwiftSetting] {
  strict + (unsafeModules.contains(module) ? [] : [.strictMemorySafety()])
    + (busyModules.contains(module) ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])
}

/// Test modules mirror the sources; the last two run the built programs and other people's suites.
let testModules: [(name: String, dependencies: [String])] =
  modules.filter { !$0.name.hasSuffix("Filters") || $0.name == "Filters" }.map {
    (
      $0.name + "Tests",
      [$0.name] + $0.dependencies.filter { !$0.hasPrefix("C") || $0 == "Catalogue" }
        + ($0.name == "Recovery" ? ["Catalogue"] : [])
    )
  } + [
    ("ParseFiltersTests", ["ParseFilters", "TreeFilters", "Filtering", "Sites", "Catalogue", "Records", "JSON"]),
    ("FetchFiltersTests", ["FetchFilters", "Filtering", "Transfer", "Records", "JSON", "Posix", "Text"]),
    ("TreeFiltersTests", ["TreeFilters", "Filtering", "Tree", "Records", "JSON", "Posix"]),
    (
      "GoldenTests",
      [
        "Filtering", "Filters", "ParseFilters", "FetchFilters", "ReportFilters", "TreeFilters", "WatchFilters", "Posix",
        "JSON",
      ]
    ),
    (
      "ConformanceTests",
      [
        "Records", "JSON", "Text", "Markup", "Transfer", "Matching", "Sites", "Catalogue", "Filtering",
        "Filters", "ParseFilters", "TreeFilters", "Induction", "Posix", "Tree", "Health", "WatchFilters",
      ]
    ),
  ]

/// Only `make fuzz` builds the fuzzer: every module must then be compiled with its counters.
let fuzzers: [Target] =
  Context.environment["STOCKTAKE_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "fuzz-pages", dependencies: ["Induction", "Sites", "Markup", "Catalogue", "Records", "JSON"],
      path: "Tests/Fuzzing", exclude: ["corpus"], swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
  ]

let package = Package(
  name: "stocktake",
  products: programs.map { .executable(name: $0.name, targets: [$0.name]) },
  targets: [
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CUchardet", pkgConfig: "uchardet"),
    .systemLibrary(name: "CUTF8Proc"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(
      name: "CSimdJSON", cxxSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
  ]
    + modules.map { module in
      .target(
        name: module.name, dependencies: dependencies(module.dependencies),
        swiftSettings: settings(for: module.name))
    }
    + programs.map { program in
      .executableTarget(
        name: program.name, dependencies: dependencies(["Filtering", program.module]),
        path: "Sources/Programs/\(program.name)", swiftSettings: settings(for: program.name),
        // docs/decisions/0002: release programs carry the Swift runtime.
        linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))])
    }
    + [
      .target(
        name: "TestSupport",
        dependencies: dependencies(["JSON", "Filtering", "Posix", "Markup", "Records", "Catalogue", "Tree"]),
        path: "Tests/TestSupport", exclude: ["distributor.py"],
        swiftSettings: strict)
    ]
    + testModules.map { module in
      .testTarget(
        name: module.name, dependencies: dependencies(["TestSupport"] + module.dependencies),
        exclude: module.name == "GoldenTests" ? ["cases"] : [], swiftSettings: strict)
    } + fuzzers,
  cxxLanguageStandard: .cxx17
)
