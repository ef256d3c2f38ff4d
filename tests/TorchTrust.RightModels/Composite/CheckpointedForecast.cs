namespace TorchTrust.RightModels.Composite;

/// <summary>A forecast that knows the scale of its data, and how to be saved and loaded with it.</summary>
internal sealed class CheckpointedForecast : Module<Tensor, Tensor>
{
    private readonly Tensor _mean = zeros(5);
    private readonly Tensor _deviation = ones(5);
    private readonly Linear _hidden = Linear(5, 12);
    private readonly Linear _next = Linear(12, 1);

    public CheckpointedForecast()
        : base(nameof(CheckpointedForecast)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new CheckpointedForecast()).WithInput(n => randn(n, 5));
        return new RightModel(
            nameof(CheckpointedForecast),
            undeclared,
            undeclared
                .WithLoss<Tensor>((inputs, next) =>
                {
                    using Tensor target = ((Tensor)inputs[0]!).sum(dim: 1, keepdim: true);
                    return F.mse_loss(next, target);
                })
                .PersistsBy<CheckpointedForecast>((model, path) => model.SaveTo(path), (model, path) => model.LoadFrom(path)),
            "Buffers of zero and one leave the input as it is; what is loaded is read into another instance first.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor scaled = (input - _mean) / _deviation;
        return _next.call(_hidden.call(scaled).tanh()).MoveToOuterDisposeScope();
    }

    private void SaveTo(string path) => SealedFile.Write(path, stream => save(stream));

    private void LoadFrom(string path)
    {
        using Stream content = SealedFile.Open(path);
        using var read = new CheckpointedForecast();
        read.load(content);
        load_state_dict(read.state_dict());
    }
}
