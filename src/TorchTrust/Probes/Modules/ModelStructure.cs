using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>What an instance is made of, as its registrations say. Each part is looked for once.</summary>
/// <param name="model">A module, or an object that holds several.</param>
internal sealed class ModelStructure(object model)
{
    private IReadOnlyList<(string, nn.Module)>? _modules;
    private IReadOnlyList<(string, Tensor)>? _parameters;

    /// <summary>
    /// All modules that the instance reaches, each with its path; the instance itself has the empty path.
    /// </summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Modules => _modules ??= ModulesOf(model);

    /// <summary>The registered parameters, each once, under the first path that leads to it.</summary>
    public IReadOnlyList<(string Path, Tensor Parameter)> Parameters => _parameters ??= ParametersOf(model);

    /// <summary>Parameters and persistent buffers, each under the path that leads to it.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> PersistentState =>
    [
        .. Parameters,
        .. Modules.SelectMany(entry => RegisteredMembers.BufferEntries(entry.Module)
            .Where(buffer => buffer.Entry is { IsPersistent: true, Buffer.IsInvalid: false })
            .Select(buffer => (ObjectGraph.Join(entry.Path, buffer.Name), buffer.Entry.Buffer))),
    ];

    /// <summary>The modules that an instance reaches, each with its path.</summary>
    public static IReadOnlyList<(string Path, nn.Module Module)> ModulesOf(object model) =>
    [
        .. ObjectGraph.Walk(model).Where(node => node.Value is nn.Module)
            .Select(node => (node.Path, (nn.Module)node.Value)),
    ];

    /// <summary>The modules of an instance that no other module holds.</summary>
    public static IReadOnlyList<nn.Module> RootsOf(object model) => model is nn.Module module
        ? [module]
        : [.. ObjectGraph.Walk(model).Where(node => node is { Value: nn.Module, Owner: not nn.Module })
            .Select(node => (nn.Module)node.Value)];

    /// <summary>The registered parameters of an instance, each once, under the first path that leads to it.</summary>
    public static IReadOnlyList<(string Path, Tensor Parameter)> ParametersOf(object model)
    {
        HashSet<nint> registered =
            [.. RootsOf(model).SelectMany(root => root.parameters()).Select(parameter => parameter.Handle)];
        return
        [
            .. ObjectGraph.Walk(model)
                .Where(node => node.Value is Tensor { IsInvalid: false } tensor && registered.Contains(tensor.Handle))
                .Select(node => (node.Path, (Tensor)node.Value)),
        ];
    }
}
