using TorchSharp.Modules;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.RightModels.Tests;

/// <summary>One instance of a model of the pool, with a fixed batch.</summary>
internal sealed class LiveModel : IDisposable
{
    private const long BatchSize = 4;

    private readonly ModelSubject _subject;

    public LiveModel(RightModel described, long seed)
    {
        _subject = described.Declared;
        using RandomState _ = RandomState.Fork(seed);
        Model = _subject.Build();
        Inputs = _subject.MakeInputs?.Invoke(BatchSize) ?? _subject.FixedInputs!();
    }

    /// <summary>The module, or the object that holds several.</summary>
    public object Model { get; }

    /// <summary>The arguments of a call.</summary>
    public object?[] Inputs { get; set; }

    /// <summary>The modules that no other module holds.</summary>
    public IReadOnlyList<nn.Module> Roots => Model is nn.Module module
        ? [module]
        :
        [
            .. ObjectGraph.Walk(Model)
                .Where(node => node is { Value: nn.Module, Owner: not nn.Module })
                .Select(node => (nn.Module)node.Value),
        ];

    /// <summary>The parameters that are trained, each once.</summary>
    public IReadOnlyList<Parameter> Trained =>
        [.. Roots.SelectMany(root => root.parameters()).Where(parameter => parameter.requires_grad)];

    /// <summary>Calls the model with noise from a seed.</summary>
    public object? Call(bool training, long noise = 3)
    {
        using RandomState _ = RandomState.Fork(noise);
        foreach (nn.Module root in Roots)
        {
            root.train(training);
        }

        return _subject.Forward is { } forward ? forward(Model, Inputs) : ForwardCall.Invoke(Model, Inputs);
    }

    /// <summary>The declared loss of an output.</summary>
    public Tensor Loss(object? output) => _subject.Loss!(Inputs, output);

    /// <summary>The state of all modules, one dictionary a root.</summary>
    public IReadOnlyList<Dictionary<string, Tensor>> State => [.. Roots.Select(root => root.state_dict())];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nn.Module root in Roots)
        {
            root.Dispose();
        }
    }
}
