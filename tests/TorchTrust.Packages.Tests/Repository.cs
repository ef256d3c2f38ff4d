using System.Reflection;
using System.Xml.Linq;

namespace TorchTrust.Packages.Tests;

/// <summary>What the build knows of the repository.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The configuration that was built, such as <c>Release</c>.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The version of a package that the repository itself uses.</summary>
    public static string VersionOf(string package) => (string)XDocument.Load(Path.Combine(Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(entry => (string)entry.Attribute("Include")! == package).Attribute("Version")!;

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
