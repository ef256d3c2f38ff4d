using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Names the classes that derive from TorchTrust's and lack the attribute without which their framework runs none of their tests. For
/// languages that the framework's own analyzer does not read. MSBuild compiles this file for .NET Standard, and runs it.
/// </summary>
public sealed class FindUnmarkedClasses : Task
{
    /// <summary>The assembly that was compiled.</summary>
    [Required]
    public string Assembly { get; set; }

    /// <summary>The assemblies that it was compiled with.</summary>
    [Required]
    public ITaskItem[] References { get; set; }

    /// <summary>The namespace of TorchTrust's own classes, such as <c>TorchTrust.MSTest</c>.</summary>
    [Required]
    public string Adapter { get; set; }

    /// <summary>The full name of the attribute.</summary>
    [Required]
    public string Mark { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        // MSBuild has this class beside it, for a later framework than the one that this file is compiled for.
        const string Context = "System.Reflection.MetadataLoadContext", Resolver = "System.Reflection.PathAssemblyResolver";
        var library = System.Reflection.Assembly.Load(Context);
        IEnumerable<string> paths = References.Select(reference => reference.GetMetadata("FullPath")).Append(Path.GetFullPath(Assembly));
        object resolver = Activator.CreateInstance(library.GetType(Resolver, throwOnError: true), paths);
        using (var context = (IDisposable)Activator.CreateInstance(library.GetType(Context, throwOnError: true), resolver, null))
        {
            var assembly =
                (Assembly)context.GetType().GetMethod("LoadFromAssemblyPath").Invoke(context, new object[] { Path.GetFullPath(Assembly) });
            foreach (Type type in assembly.GetTypes().Where(type => !type.IsAbstract && IsTrustClass(type) && !IsMarked(type)))
            {
                Log.LogError(
                    null, "TT0002", null, null, 0, 0, 0, 0,
                    "{0} derives from {1} and lacks [<{2}>]: none of its tests would run, and the run would be green. Put the attribute on "
                        + "the class.",
                    type.Name, type.BaseType.Name, Mark.Split('.').Last().Replace("Attribute", ""));
            }
        }

        return !Log.HasLoggedErrors;
    }

    private static IEnumerable<Type> Line(Type type)
    {
        for (Type one = type; one != null; one = one.BaseType)
        {
            yield return one;
        }
    }

    private bool IsTrustClass(Type type) =>
        Line(type).Any(one => one.Namespace == Adapter && one.Name.StartsWith("TrustTests", StringComparison.Ordinal));

    private bool IsMarked(Type type) =>
        type.GetCustomAttributesData().Any(attribute => Line(attribute.AttributeType).Any(one => one.FullName == Mark));
}
