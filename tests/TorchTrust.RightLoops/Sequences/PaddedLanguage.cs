namespace TorchTrust.RightLoops.Sequences;

/// <summary>The next token is predicted, padding apart; two groups of parameters decay differently.</summary>
internal sealed class PaddedLanguage
{
    private const long Padding = 0;

    private readonly Embedding _tokens = Embedding(12, 8, padding_idx: Padding);
    private readonly Sequential _model = Sequential(LayerNorm(8), Linear(8, 16), GELU(), Linear(16, 12));
    private readonly optim.Optimizer _optimizer;

    public PaddedLanguage()
    {
        List<Parameter> all = [.. _tokens.parameters(), .. _model.parameters()];
        _optimizer = optim.AdamW(
        [
            new AdamW.ParamGroup(all.Where(parameter => parameter.dim() > 1).ToList(), lr: 1e-2, weight_decay: 0.1),
            new AdamW.ParamGroup(all.Where(parameter => parameter.dim() == 1).ToList(), lr: 1e-2, weight_decay: 0),
        ]);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<PaddedLanguage, Tensor> undeclared = TrainingSubject.For(() => new PaddedLanguage())
            .WithBatch((_, n) => Text(n))
            .WithStep((loop, text) => loop.Step(text));
        return new RightLoop(
            nameof(PaddedLanguage),
            LoopKind.LanguageModel,
            undeclared,
            undeclared.ReportsLoss(),
            "Inputs and targets are one tensor of integers; rows of tokens that do not occur move by decay alone.");
    }

    private double Step(Tensor text)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        long length = text.shape[1] - 1;
        Tensor scores = _model.call(_tokens.call(text.narrow(1, 0, length)));
        Tensor loss = F.cross_entropy(scores.flatten(0, 1), text.narrow(1, 1, length).flatten(), ignore_index: Padding);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    /// <summary>Tokens <c>[4, 7]</c>, of which the last of each second row are padding.</summary>
    private static Tensor Text(long n)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)n);
        Tensor text = randint(1, 12, [4, 7], dtype: ScalarType.Int64, generator: random);
        text[TensorIndex.Slice(1, null, 2), TensorIndex.Slice(5, null)].fill_(Padding);
        return text.MoveToOuterDisposeScope();
    }
}
