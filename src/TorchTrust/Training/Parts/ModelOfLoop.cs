using TorchTrust.Subjects;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Parts;

/// <summary>A model that a loop trains, as a subject: it is called with what the loop's batches hold.</summary>
internal static class ModelOfLoop
{
    /// <summary>The model as a part of the loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="name">What the part is called.</param>
    /// <param name="model">Finds it in what was built.</param>
    /// <param name="arguments">Gives the arguments of its call from a batch.</param>
    /// <param name="facts">What is declared of the model; null for nothing.</param>
    public static SubjectPart Of(
        TrainingSubject loop,
        string name,
        Func<object, object> model,
        Func<object?, object?[]> arguments,
        Func<ModelSubject, ModelSubject>? facts)
    {
        // One loop makes all batches: what a model is built with is drawn anew for each.
        var batches = new Lazy<LiveLoop>(() => new LiveLoop(loop, weights: 1, seed: 1, faults: []));
        ModelSubject subject = ModelSubject.For(() => model(LiveLoop.Build(loop, Drawn())), name)
            .WithInputs(n => arguments(BatchOfSize.Of(batches.Value, n, Drawn())));
        return new SubjectPart(name, facts?.Invoke(subject) ?? subject)
        {
            Declaring = $".WithModel(…, model => model{SubjectPart.Line})",
        };
    }

    /// <summary>A number from torch's generator, which whoever builds and calls has seeded.</summary>
    private static long Drawn()
    {
        using Tensor drawn = randint(1 << 20, 1, dtype: ScalarType.Int64);
        return drawn.item<long>();
    }
}
