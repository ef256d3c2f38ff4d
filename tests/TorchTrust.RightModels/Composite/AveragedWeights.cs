namespace TorchTrust.RightModels.Composite;

/// <summary>
/// A network and the average of its weights over time, by which it predicts (Polyak and Juditsky, 1992), saved in one
/// file by an object that is no module.
/// </summary>
internal sealed class AveragedWeights
{
    private readonly Sequential _current = Network();
    private readonly Sequential _average = Network();

    public AveragedWeights()
    {
        using var _ = no_grad();
        _average.load_state_dict(_current.state_dict());
        foreach (Parameter parameter in _average.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new AveragedWeights())
            .WithInput(n => randn(n, 6))
            .WithForward<AveragedWeights>((model, inputs) => model.Predict((Tensor)inputs[0]!));
        return new RightModel(
            nameof(AveragedWeights),
            undeclared,
            undeclared
                .FreezesOnPurpose("_average.*", "The average follows the network, not gradients.")
                .WithLoss<(Tensor Current, Tensor Average)>((_, logits) => Losses.Classification(logits.Current))
                .PersistsBy<AveragedWeights>((model, path) => model.SaveTo(path), (model, path) => model.LoadFrom(path)),
            "Two networks of one shape stand one behind the other in one file, and one of them is never trained.");
    }

    /// <summary>The logits of both, each <c>[N, 3]</c>.</summary>
    public (Tensor Current, Tensor Average) Predict(Tensor input) => (_current.call(input), _average.call(input));

    private static Sequential Network() => Sequential(Linear(6, 10), LayerNorm(10), ReLU(), Linear(10, 3));

    private void SaveTo(string path) => SealedFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream);
        _current.save(writer);
        _average.save(writer);
    });

    private void LoadFrom(string path)
    {
        using var content = new BinaryReader(SealedFile.Open(path));
        using Sequential current = Network();
        using Sequential average = Network();
        current.load(content);
        average.load(content);
        _current.load_state_dict(current.state_dict());
        _average.load_state_dict(average.state_dict());
    }
}
