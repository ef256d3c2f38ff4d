namespace TorchTrust.RightModels.Composite;

/// <summary>One trunk with a named head for each task, in TorchSharp's dictionary of modules.</summary>
internal sealed class MultiTaskHeads : Module<Tensor, Dictionary<string, Tensor>>
{
    private readonly Module<Tensor, Tensor> _trunk = Sequential(Linear(6, 16), ReLU());
    private readonly ModuleDict<Module<Tensor, Tensor>> _heads = ModuleDict<Module<Tensor, Tensor>>(
        ("age", Linear(16, 1)), ("color", Linear(16, 4)));

    public MultiTaskHeads()
        : base(nameof(MultiTaskHeads)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MultiTaskHeads()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(MultiTaskHeads),
            undeclared,
            undeclared.WithLoss<Dictionary<string, Tensor>>((_, output) =>
            {
                using Tensor age = Losses.Regression(output["age"]);
                using Tensor color = Losses.Classification(output["color"]);
                return age + color;
            }),
            "TorchSharp's dictionary of modules throws in every conversion of its dtype, which is no fault of "
                + "this model.");
    }

    public override Dictionary<string, Tensor> forward(Tensor input)
    {
        using Tensor features = _trunk.call(input);
        return _heads.keys().ToDictionary(task => task, task => _heads[task].call(features));
    }
}
