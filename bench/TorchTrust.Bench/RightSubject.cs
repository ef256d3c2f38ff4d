using System.CommandLine;
using TorchTrust.RightDatasets;
using TorchTrust.RightLoops;
using TorchTrust.RightLosses;
using TorchTrust.RightModels;

namespace TorchTrust.Bench;

/// <summary>A right subject of any kind, with nothing declared and with its facts.</summary>
/// <param name="Name">Its name in the pool.</param>
/// <param name="Undeclared">With nothing declared.</param>
/// <param name="Declared">With its facts.</param>
internal sealed record RightSubject(string Name, Subject Undeclared, Subject Declared)
{
    /// <summary>The option that names the pool.</summary>
    public static Option<string> KindOption()
    {
        var kind = new Option<string>("--kind")
        {
            Description = "The pool: model, dataset, loss or training.",
            DefaultValueFactory = _ => "model",
        };
        kind.AcceptOnlyFromAmong("model", "dataset", "loss", "training");
        return kind;
    }

    /// <summary>The pool of a kind.</summary>
    public static IReadOnlyList<RightSubject> Pool(string kind) => kind switch
    {
        "dataset" => [.. RightDatasetPool.All.Select(data => new RightSubject(data.Name, data.Undeclared, data.Declared))],
        "loss" => [.. RightLossPool.All.Select(loss => new RightSubject(loss.Name, loss.Undeclared, loss.Declared))],
        "training" => [.. RightLoopPool.All.Select(loop => new RightSubject(loop.Name, loop.Undeclared, loop.Declared))],
        _ => [.. RightModelPool.All.Select(model => new RightSubject(model.Name, model.Undeclared, model.Declared))],
    };
}
