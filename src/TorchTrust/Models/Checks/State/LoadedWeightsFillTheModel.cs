using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.State;

/// <summary>Weights that were trained elsewhere reach every parameter and buffer, whatever was there before.</summary>
[Check(
    "loaded-weights-fill-the-model", "weights that are loaded fill every parameter and buffer", CheckArea.State, Need = Need.MutatesState)]
internal sealed class LoadedWeightsFillTheModel : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Loading that is not strict passes over what has another name, and what it passes over keeps its fresh weights: the model runs, "
            + "and predicts something else.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Load strictly (strict: true), and give what is named the name that it has in the file, or map the one to the other. What is meant "
            + "to start afresh, declare: "
            + "subject.LoadsWeights(load, except: \"head.*\").";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new PassOverOnLoad()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject switch
    {
        { WeightsLoader: null } =>
            "No weights are loaded, as far as is declared: subject.LoadsWeights<MyModel>(model => model.load_py(\"trained.pt\")).",
        { Lifetime: not SubjectLifetime.Fresh } =>
            "There is one instance only. Declare how to build another: ModelSubject.For(() => new …).",
        _ => null,
    };

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var scope = NewDisposeScope();
        context.Step("loading the weights into two instances");
        using ModelSession first = Loaded(session, 0);
        using ModelSession second = Loaded(session, 1);
        var others = second.PersistentState.DistinctBy(entry => entry.Path).ToDictionary(entry => entry.Path, entry => entry.Tensor);
        return CheckOutcome.From(
        [
            .. first.PersistentState.DistinctBy(entry => entry.Path).Where(entry => !session.Subject.StartsAfresh(entry.Path))
                .Select(entry => Kept(entry.Path, entry.Tensor, others.GetValueOrDefault(entry.Path))).OfType<Finding>(),
        ]);
    }

    /// <summary>An instance that had one value everywhere, and has the loaded ones.</summary>
    private static ModelSession Loaded(ModelSession session, int value)
    {
        ModelSession instance = session.Another(session.Seed + 53 + value);
        try
        {
            Fill(instance, value);
            SubjectException.Guard("loading the weights by the declared code", () =>
            {
                instance.WeightsLoader!(instance.Model);
                return true;
            });
            instance.ForgetStructure();
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Nothing runs before the loading, so that any value will do, also where it means nothing.</summary>
    private static void Fill(ModelSession instance, int value)
    {
        using IDisposable _ = no_grad();
        foreach ((string _, Tensor tensor) in instance.PersistentState)
        {
            using Tensor detached = tensor.detach();
            detached.fill_(value);
        }
    }

    private static Finding? Kept(string path, Tensor first, Tensor? second)
    {
        using var scope = NewDisposeScope();
        if (second is null || !first.shape.AsSpan().SequenceEqual(second.shape) || TensorBits.AreEqual(first, second))
        {
            return null;
        }

        long count = first.ne(second).sum().item<long>();
        return new Finding(count == first.numel()
            ? $"{path} keeps what the model was built with: nothing that is loaded is for it"
            : $"{count} of {first.numel()} elements of {path} keep what the model was built with")
        {
            Parameter = path,
            Module = ObjectGraph.OwnerOf(path),
        };
    }
}
