/// What this program is called and which release it is.
package enum Release {
    package static let version = "0.1.0"
    /// What `uvmgr --version` prints.
    package static let text = "uvmgr \(version)"
}
