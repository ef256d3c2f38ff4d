namespace TorchTrust.RightLoops.Basics;

/// <summary>A classifier, as every introduction has it.</summary>
internal sealed class PlainClassifier
{
    private readonly Sequential _model = Toy.Network();
    private readonly Adam _optimizer;
    private long _step;

    public PlainClassifier() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<PlainClassifier, Dictionary<string, Tensor>> undeclared = TrainingSubject.For(() => new PlainClassifier())
            .WithBatch((_, n) => Batch(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation((loop, batches) => loop.Evaluate(batches));
        return new RightLoop(
            nameof(PlainClassifier),
            LoopKind.Plain,
            undeclared,
            undeclared.ReportsLoss()
                .HasTarget(batch => batch["label"], of: batch => batch["image"], classes: Toy.Classes)
                .WithEvaluation((loop, batches) => loop.Evaluate(batches), (loop, batches) => loop.EvaluatePlainly(batches))
                .SavesForResuming(
                    (loop, path) => Checkpoint.Save(path, loop._model, loop._optimizer, loop._step),
                    (loop, path) => loop._step = Checkpoint.Load(path, loop._model, loop._optimizer)),
            "Nothing; a batch is a dictionary.");
    }

    private double Step(Dictionary<string, Tensor> batch)
    {
        using var scope = NewDisposeScope();
        _model.train();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch["image"]), batch["label"]);
        loss.backward();
        _optimizer.step();
        _step++;
        return loss.item<float>();
    }

    /// <summary>The share of right answers, each sample counted once whatever the sizes of the batches.</summary>
    private double Evaluate(IEnumerable<Dictionary<string, Tensor>> batches)
    {
        _model.eval();
        using IDisposable _ = no_grad();
        long right = 0;
        long all = 0;
        foreach (Dictionary<string, Tensor> batch in batches)
        {
            using var scope = NewDisposeScope();
            right += _model.call(batch["image"]).argmax(1).eq(batch["label"]).sum().item<long>();
            all += batch["label"].shape[0];
        }

        _model.train();
        return (double)right / all;
    }

    private double EvaluatePlainly(IReadOnlyList<Dictionary<string, Tensor>> batches)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor images = cat([.. batches.Select(batch => batch["image"])]);
        Tensor labels = cat([.. batches.Select(batch => batch["label"])]);
        return _model.call(images).argmax(1).eq(labels).to(ScalarType.Float64).mean().item<double>();
    }

    private static Dictionary<string, Tensor> Batch(long n)
    {
        LabelledBatch batch = Toy.Labelled(n);
        return new Dictionary<string, Tensor> { ["image"] = batch.Inputs, ["label"] = batch.Labels };
    }
}
