namespace TorchTrust.RightModels.Sequences;

/// <summary>Convolutions and a GRU that end in log probabilities for CTC (Graves et al., 2006).</summary>
internal sealed class SpeechCtc : Module<Tensor, Tensor>
{
    private const long Symbols = 6;

    private readonly Module<Tensor, Tensor> _conv = Sequential(
        Conv1d(8, 16, kernel_size: 3, stride: 2, padding: 1), BatchNorm1d(16), ReLU6());

    private readonly GRU _gru = GRU(16, 12, bidirectional: true);
    private readonly Module<Tensor, Tensor> _head = Linear(24, Symbols);

    public SpeechCtc()
        : base(nameof(SpeechCtc)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SpeechCtc()).WithInput(n => randn(n, 8, 20));
        return new RightModel(
            nameof(SpeechCtc),
            undeclared,
            undeclared.WithLoss<Tensor>((_, output) => Loss(output)),
            "The batch is dimension 0 of the input and dimension 1 of the output, which has half as many time "
                + "steps.");
    }

    /// <param name="spectrogram">Bands over time, <c>[N, 8, T]</c>.</param>
    /// <returns>Log probabilities <c>[T / 2, N, 6]</c>; symbol 0 is the blank.</returns>
    public override Tensor forward(Tensor spectrogram)
    {
        using var scope = NewDisposeScope();
        Tensor features = _conv.call(spectrogram).permute(2, 0, 1);
        (Tensor states, _) = _gru.call(features);
        return F.log_softmax(_head.call(states), -1).MoveToOuterDisposeScope();
    }

    private static Tensor Loss(Tensor logProbabilities)
    {
        using var scope = NewDisposeScope();
        (long time, long count) = (logProbabilities.shape[0], logProbabilities.shape[1]);
        Tensor targets = (Losses.Labels(count * 3, Symbols - 1, logProbabilities.device) + 1).view(count, 3);
        Tensor inputLengths = full(count, time, dtype: ScalarType.Int64);
        Tensor targetLengths = full(count, 3, dtype: ScalarType.Int64);
        return F.ctc_loss(logProbabilities, targets, inputLengths, targetLengths).MoveToOuterDisposeScope();
    }
}
