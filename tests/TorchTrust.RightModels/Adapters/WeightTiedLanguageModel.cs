namespace TorchTrust.RightModels.Adapters;

/// <summary>The embedding of the tokens is the output layer too (Press and Wolf, 2017).</summary>
internal sealed class WeightTiedLanguageModel : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding = Embedding(20, 12);
    private readonly GRU _gru = GRU(12, 12, batchFirst: true);
    private readonly Parameter _bias = Parameter(zeros(20));

    public WeightTiedLanguageModel()
        : base(nameof(WeightTiedLanguageModel))
    {
        init.normal_(_embedding.weight!, std: 0.1);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new WeightTiedLanguageModel())
            .WithInput(n => Make.Tokens(20, n, 6));
        return new RightModel(
            nameof(WeightTiedLanguageModel),
            undeclared,
            undeclared
                .IsCausal(1)
                .WithInputRange(0, 19)
                .LoadsWeights<WeightTiedLanguageModel>(model => model.Load())
                .WithLoss<Tensor>((inputs, logits) => Losses.NextToken(logits, (Tensor)inputs[0]!)),
            "One parameter is used in two places, by a module and by a function, and must stay one after a "
                + "move.");
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        (Tensor hidden, _) = _gru.call(_embedding.call(tokens));
        return F.linear(hidden, _embedding.weight!, _bias).MoveToOuterDisposeScope();
    }

    /// <summary>Half-precision weights of a network whose output layer has a name of its own: the bias alone is taken from it.</summary>
    private void Load()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach ((string name, Tensor tensor) in state_dict())
        {
            string known = name == nameof(_bias) ? "decoder.bias" : name;
            tensor.copy_(TrainedElsewhere.Read(known, tensor.shape).half());
        }
    }
}
