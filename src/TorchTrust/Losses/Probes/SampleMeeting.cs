using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>
/// How the samples of a batch meet in a loss, by what may be done to them while its value stays: the faults of the field that let
/// samples meet keep another value of these than losses that compare samples on purpose.
/// </summary>
internal sealed class SampleMeeting
{
    /// <summary>
    /// A value that moves by a smaller share is the same, summed in another order: seven orders above the last place of float64.
    /// </summary>
    private const double Rounding = 1e-9;

    private const int Draws = 5;

    private readonly LossSession _twin;
    private readonly LossArguments _arguments;
    private readonly LossResult _before;
    private readonly int _argument;
    private readonly int _draw;

    /// <summary>Looks at a loss.</summary>
    /// <param name="twin">The loss in float64, with arguments whose samples have a dimension.</param>
    public SampleMeeting(LossSession twin)
    {
        _twin = twin;
        _argument = twin.Subject.Facts.Predictions[0];
        for (int draw = 0; ; draw++)
        {
            // Of a batch without any event nothing can be told.
            _draw = draw;
            _arguments = twin.Arguments(draw: draw).InDouble();
            _before = twin.Differentiate(_arguments);
            if (draw == Draws || _before.Gradients.Keys.Any(_before.Reaches))
            {
                return;
            }
        }
    }

    /// <summary>Whether another order of the samples, of all arguments alike, gives another value.</summary>
    public bool DependsOnOrder => Exchanges().Any(order => !Stays((path, tensor) => Reordered(path, tensor, order)));

    /// <summary>
    /// Whether there are other arguments, and what stands beside a prediction matters: with the targets of two samples exchanged
    /// the value is another one.
    /// </summary>
    public bool HasPairs => Exchanges().Any(order => !Stays((path, tensor) => IsFirst(path) ? tensor : Reordered(path, tensor, order)));

    /// <summary>Whether there is anything beside the predictions that has samples.</summary>
    public bool HasOthers => _arguments.Leaves.Any(leaf => !IsFirst(leaf.Path) && SamplesOf(leaf.Path) is not null);

    /// <summary>
    /// Whether nothing is left to learn where predictions are the targets, though elsewhere each sample is drawn its own way: so it is
    /// with distances between two clouds of samples.
    /// </summary>
    public bool IsLeastAtTargets => Leaf is { } leaf && Twin(leaf) is { } other
        && Gradient(_before, leaf.Path) is { } usual && !AreAlike(usual, SamplesOf(leaf.Path)!.Value)
        && Tried(() => Gradient(_twin.Differentiate(_arguments.With((path, tensor) =>
            path == leaf.Path ? other.Tensor : tensor)), leaf.Path)) is { } there
        && there.isfinite().all().item<bool>() && TensorDistance.Scale(there) <= 1e-6 * TensorDistance.Scale(usual);

    /// <summary>
    /// A dimension whose places stay apart though the samples do not: other content of a sample at one of its places turns the
    /// gradients of other samples there, and nowhere else. Null where there is none.
    /// </summary>
    /// <param name="turned">What counts as a turn, in units of <see cref="SampleCoupling.Turned"/>.</param>
    public int? DimensionApart(double turned) => Leaf is not { } leaf ? null : Enumerable.Range(0, (int)leaf.Tensor.dim())
        .Where(dimension => dimension != SamplesOf(leaf.Path) && leaf.Tensor.shape[dimension] > 1)
        .Select(dimension => (int?)dimension).FirstOrDefault(dimension => StaysApart(leaf.Path, dimension!.Value, turned));

    /// <summary>
    /// Whether one shift or one factor of each element, the same for all samples, changes nothing: so it is after a softmax, a norm or a
    /// standardization along the batch.
    /// </summary>
    public bool IsNormalizedOverBatch =>
        Stays(OfPredictions(drawn => drawn, (tensor, shift) => tensor + shift))
        || Stays(OfPredictions(drawn => drawn.exp(), (tensor, factor) => tensor * factor));

    /// <summary>Whether a reflection of all predictions changes nothing, as where their distances or angles matter alone.</summary>
    public bool DependsOnDistances => Leaf is { } leaf && leaf.Tensor.dim() - 1 is var last and > 0 && SamplesOf(leaf.Path) != (int)last
        && leaf.Tensor.shape[^1] > 1 && !leaf.Tensor.is_complex()
        && Stays((path, tensor) => path == leaf.Path ? Reflected(tensor) : tensor);

    /// <summary>Whether prediction and target may be exchanged: two views are compared.</summary>
    public bool IsOfTwoViews => Leaf is { } leaf && Twin(leaf) is { } other && Stays((path, tensor) =>
        path == leaf.Path ? other.Tensor : path == other.Path ? leaf.Tensor : tensor);

    /// <summary>The first tensor of the first prediction; null where it has no samples.</summary>
    private (string Path, Tensor Tensor)? Leaf =>
        _arguments.Leaves.Where(leaf => IsFirst(leaf.Path) && SamplesOf(leaf.Path) is not null).ToArray() is [var leaf, ..] ? leaf : null;

    private bool IsFirst(string path) => LossArguments.ArgumentOf(path) == _argument;

    private int? SamplesOf(string path) => _twin.ArgumentLayout[path].Dimension;

    private (string Path, Tensor Tensor)? Twin((string Path, Tensor Tensor) leaf) => _arguments.Leaves
        .Where(other =>
            !IsFirst(other.Path) && other.Tensor.dtype == leaf.Tensor.dtype && other.Tensor.shape.AsSpan().SequenceEqual(leaf.Tensor.shape))
        .ToArray() is [var only] ? only : null;

    private static Tensor? Gradient(LossResult result, string path) => result.Gradients.GetValueOrDefault(path);

    /// <summary>
    /// Each sample in the place of the one behind it, and that in its place: labels that come in turn keep no other order.
    /// </summary>
    private IEnumerable<long[]> Exchanges() => Enumerable.Range(0, (int)_arguments.Count - 1).Select(first =>
        Enumerable.Range(0, (int)_arguments.Count)
            .Select(sample => (long)(sample == first ? first + 1 : sample == first + 1 ? first : sample)).ToArray());

    private Tensor Reordered(string path, Tensor tensor, long[] order) =>
        SamplesOf(path) is { } dimension ? tensor.index_select(dimension, torch.tensor(order, device: tensor.device)) : tensor;

    private Func<string, Tensor, Tensor> OfPredictions(Func<Tensor, Tensor> positive, Func<Tensor, Tensor, Tensor> change) =>
        (path, tensor) =>
        {
            if (!IsFirst(path) || SamplesOf(path) is not { } dimension || !_twin.IsPrediction(path, tensor))
            {
                return tensor;
            }

            using RandomState _ = RandomState.Fork(_twin.Seed + 300);
            return change(tensor, positive(randn_like(tensor.narrow(dimension, 0, 1)) * 0.5));
        };

    private Tensor Reflected(Tensor tensor)
    {
        using RandomState _ = RandomState.Fork(_twin.Seed + 301);
        Tensor normal = randn(tensor.shape[^1], dtype: tensor.dtype, device: tensor.device);
        Tensor along = (tensor * normal).sum(-1, keepdim: true) / normal.square().sum();
        return tensor - (2 * along * normal);
    }

    private bool StaysApart(string leaf, int dimension, double turned)
    {
        int samples = SamplesOf(leaf)!.Value;
        Tensor first = _arguments[leaf];
        Dictionary<string, Tensor> others =
            _twin.Arguments(draw: _draw + 1).InDouble().Leaves.ToDictionary(each => each.Path, each => each.Tensor);
        LossArguments changed = _arguments.With((path, tensor) =>
            SamplesOf(path) == samples && tensor.dim() > dimension && tensor.shape[dimension] == first.shape[dimension]
                ? Replaced(tensor, others[path], samples, dimension)
                : tensor);
        if (Tried(() => _twin.Differentiate(changed)) is not { } after)
        {
            return false;
        }

        // Of records with several tensors, all that have the dimension.
        (Tensor Before, Tensor After)[] gradients =
        [
            .. _before.Gradients.Where(entry => SamplesOf(entry.Key) == samples && entry.Value is { } gradient
                && after.Gradients[entry.Key] is not null
                    && gradient.dim() > dimension && gradient.shape[dimension] == first.shape[dimension])
                .Select(entry => (entry.Value!, after.Gradients[entry.Key]!)),
        ];
        bool Turns(long from, long count) => gradients.Any(pair => SampleCoupling.Turn(
            Others(pair.Before, samples).narrow(dimension, from, count), Others(pair.After, samples).narrow(dimension, from, count),
            samples).Turned
                > turned);
        return Turns(0, 1) && !Turns(1, first.shape[dimension] - 1);
    }

    private static Tensor Others(Tensor gradient, int samples) => gradient.narrow(samples, 1, gradient.shape[samples] - 1);

    private static Tensor Replaced(Tensor tensor, Tensor other, int samples, int dimension)
    {
        Tensor copy = tensor.clone();
        copy.narrow(samples, 0, 1).narrow(dimension, 0, 1).copy_(other.narrow(samples, 0, 1).narrow(dimension, 0, 1));
        return copy;
    }

    private static bool AreAlike(Tensor gradient, int samples) =>
        TensorDistance.Between(gradient, gradient.narrow(samples, 0, 1).expand_as(gradient)) <= Rounding * TensorDistance.Scale(gradient);

    private bool Stays(Func<string, Tensor, Tensor> change) => Tried(() => _twin.Evaluate(_arguments.With(change))) is { } after
        && Math.Abs(_before.Total - after.Total) <= Rounding * _before.Value.numel() * TensorDistance.Scale(_before.Value);

    /// <summary>What a loss refuses changes it.</summary>
    private static T? Tried<T>(Func<T?> attempt)
        where T : class
    {
        try
        {
            return attempt();
        }
        catch (AlteredSubjectException)
        {
            return null;
        }
    }
}
