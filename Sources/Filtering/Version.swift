/// The suite's version, the same for every program.
package let version = "0.1.0"
