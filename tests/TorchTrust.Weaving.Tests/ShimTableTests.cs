using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>The table of shims against TorchSharp's public members: what a new version brings is noticed.</summary>
public sealed class ShimTableTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Makes or converts tensors, and has no shim: why.</summary>
    private static readonly Dictionary<string, string> _withoutShim = new()
    {
        ["torch/jit"] = "script modules are run by the native library alone",
        ["torch/export"] = "exported programs are run by the native library alone",
    };

    [Fact]
    public void Every_row_and_every_name_is_a_member_of_torchsharp()
    {
        Assembly torchSharp = typeof(Tensor).Assembly;
        foreach (ShimRule rule in ShimTable.Rules)
        {
            Type type = torchSharp.GetType("TorchSharp." + rule.Type.Replace('/', '+'))!;
            Assert.True(type is not null, $"TorchSharp has no class {rule.Type}.");
            foreach (string name in rule.Names)
            {
                bool exists = Members(type).Any(member => new ShimRule(rule.Kind, rule.Type, name).Covers(member.Name));
                Assert.True(exists || IsShared(name, rule), $"{rule.Type} has no {name}.");
            }
        }
    }

    [Fact]
    public void Every_way_to_make_or_move_a_tensor_has_a_shim_or_a_reason()
    {
        string[] missing =
        [
            .. typeof(Tensor).Assembly.GetExportedTypes()
                .Where(type => type.FullName!.StartsWith("TorchSharp.torch", StringComparison.Ordinal))
                .SelectMany(type => type.GetMethods(All)).Where(MakesOrMoves).Where(method => !IsCovered(method)).Select(Name).Distinct()
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(Approved, missing);
    }

    [Fact]
    public void The_rows_cover_all_overloads_that_were_counted()
    {
        Assert.Equal(143, typeof(TorchSharp.torch).GetMethods(All).Count(method => method.Name == "tensor" && IsCovered(method)));
        Assert.Equal(10, typeof(TorchSharp.torch).GetMethods(All).Count(method => method.Name == "zeros" && IsCovered(method)));
        Assert.Equal(2, typeof(Tensor).GetMethods(All).Count(method => method.Name == "backward" && IsCovered(method)));
    }

    /// <summary>Takes a device, or a dtype, and gives a tensor: what decides where something lies.</summary>
    private static bool MakesOrMoves(MethodInfo method) => typeof(Tensor).IsAssignableFrom(method.ReturnType)
        && method.GetParameters()
            .Any(parameter => parameter.ParameterType == typeof(Device) || parameter.ParameterType == typeof(TorchSharp.DeviceType));

    private static bool IsCovered(MethodBase method)
    {
        string type = method.DeclaringType!.FullName!["TorchSharp.".Length..].Replace('+', '/');
        return _withoutShim.Keys.Any(beginning => type.StartsWith(beginning, StringComparison.Ordinal))
            || ShimTable.Rules.Any(rule => rule.Type == type && rule.Covers(method.Name));
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName!["TorchSharp.".Length..]}.{method.Name}";

    private static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMethods(All & ~BindingFlags.DeclaredOnly).Cast<MemberInfo>().Concat(type.GetConstructors());

    /// <summary>Conversions are one list for tensors and modules, creations one for all.</summary>
    private static bool IsShared(string name, ShimRule rule) => rule.Kind is CallKind.Move
        && ShimTable.Rules.Where(other => other.Kind == rule.Kind).Any(other => other.Names.Contains(name) && other.Type != rule.Type);

    private static string[] Approved { get; } = [];
}
