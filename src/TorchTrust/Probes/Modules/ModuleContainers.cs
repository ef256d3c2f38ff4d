using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// What stands in a <c>ModuleList</c> or <c>ModuleDict</c>. They name only what stood in them when they were registered, so
/// what was added later, or to a container that nobody registered, is found here alone.
/// </summary>
internal static class ModuleContainers
{
    /// <summary>The modules in a container of TorchSharp, each with its key; none for any other module.</summary>
    public static IEnumerable<(string Key, nn.Module Module)> ItemsOf(nn.Module module) => ContainerOf(module) switch
    {
        { } type when type == typeof(TorchSharp.Modules.ModuleList<>) =>
            ((IEnumerable<nn.Module>)module).Select((item, index) => ($"{index}", item)),
        { } type when type == typeof(TorchSharp.Modules.ModuleDict<>) => Entries(module),
        _ => [],
    };

    private static Type? ContainerOf(nn.Module module)
    {
        Type? type = module.GetType();
        while (type is not null && !(type.IsGenericType && type.Assembly == typeof(Tensor).Assembly))
        {
            type = type.BaseType;
        }

        return type?.GetGenericTypeDefinition();
    }

    /// <summary>
    /// A <c>ModuleDict</c> cannot be enumerated as a sequence (it throws), but it tells its keys and values.
    /// </summary>
    private static IEnumerable<(string Key, nn.Module Module)> Entries(nn.Module dictionary)
    {
        Type type = dictionary.GetType();
        var keys = (IEnumerable<string>)type.GetProperty("Keys", BindingFlags.Instance | BindingFlags.Public)!.GetValue(dictionary)!;
        var values =
            (IEnumerable)type.GetProperty("Values", BindingFlags.Instance | BindingFlags.Public)!.GetValue(dictionary)!;
        return keys.Zip(values.Cast<nn.Module>());
    }
}
