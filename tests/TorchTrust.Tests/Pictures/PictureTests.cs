using TorchTrust.Checks.Pictures;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Pictures;

public sealed class PictureTests
{
    [Fact]
    public void Samples_that_are_kept_apart_show_on_the_diagonal_only()
    {
        CheckResult result = Check(ModelSubject.For(() => nn.Linear(3, 2)).WithInput(n => randn(n, 3)), CheckIds.SamplesAreIndependentInEval);

        HeatMapPicture picture = Assert.IsType<HeatMapPicture>(Assert.Single(result.Pictures));
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.All(picture.Values.Select((row, i) => (row, i)), entry => Assert.All(
            entry.row.Select((value, j) => (value, j)), cell => Assert.Equal(cell.j == entry.i, cell.value > 0)));
    }

    [Fact]
    public void Samples_that_mix_show_beside_the_diagonal()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Linear(3, 3)).WithInput(n => randn(n, 3))
            .WithForward<nn.Module<Tensor, Tensor>>((model, inputs) => model.call(Of(inputs)) + Of(inputs).mean([0], keepdim: true));

        HeatMapPicture picture = Assert.IsType<HeatMapPicture>(Assert.Single(Check(subject, CheckIds.SamplesAreIndependentInEval).Pictures));

        Assert.All(picture.Values.SelectMany(row => row), value => Assert.True(value > 0));
    }

    [Fact]
    public void A_parameter_without_gradient_has_no_bar_and_is_marked()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 2))).WithInput(n => randn(n, 3))
            .WithForward<TorchSharp.Modules.Sequential>((model, inputs) => model[1].call(model[0].call(Of(inputs)).detach()));

        BarPicture picture = Assert.IsType<BarPicture>(Assert.Single(Check(subject, CheckIds.EveryParameterLearns).Pictures));

        Assert.Equal(
            [("0.weight", false, true), ("0.bias", false, true), ("1.weight", true, false), ("1.bias", true, false)],
            picture.Bars.Select(bar => (bar.Label, bar.Value > 0, bar.IsCulprit)));
    }

    [Fact]
    public void A_constant_weight_is_one_spike()
    {
        ModelSubject subject = ModelSubject.For(() =>
        {
            TorchSharp.Modules.Linear layer = nn.Linear(8, 6);
            nn.init.constant_(layer.weight!, 0.25);
            return layer;
        }).WithInput(n => randn(n, 8));

        HistogramPicture picture = Assert.IsType<HistogramPicture>(Assert.Single(Check(subject, CheckIds.WeightsAreInitialized).Pictures));

        Assert.Equal(48, Assert.Single(picture.Counts, count => count > 0));
        Assert.Equal(picture.Counts.Count + 1, picture.Edges.Count);
    }

    [Fact]
    public void Values_that_are_not_finite_show_where_they_arise()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2))).WithInput(n => randn(n, 3))
            .WithForward<TorchSharp.Modules.Sequential>((model, inputs) => model.call(Of(inputs)).sub(1e9).log());

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.ValuesAreFinite).Pictures;

        BarPicture sizes = Assert.IsType<BarPicture>(pictures[0]);
        Assert.Equal(4, sizes.Bars.Count);
        Assert.All(sizes.Bars, bar => Assert.True(double.IsFinite(bar.Value)));
    }

    [Fact]
    public void The_activations_before_the_trouble_and_in_it_are_histograms()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(nn.Linear(3, 3), new Logarithm(), nn.Linear(3, 2)))
            .WithInput(n => randn(n, 3));

        CheckResult result = Check(subject, CheckIds.ValuesAreFinite);

        Assert.Equal("1", result.Findings[0].Module);
        HistogramPicture[] histograms = [.. result.Pictures.OfType<HistogramPicture>()];
        Assert.Equal(["What 0 returns", "What 1 returns"], histograms.Select(histogram => histogram.Title));
        Assert.EndsWith("values of one batch.", histograms[0].Caption, StringComparison.Ordinal);
        Assert.Contains("more are not finite", histograms[1].Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_bars_are_cut_and_it_is_said()
    {
        Bar[] bars = [.. Enumerable.Range(0, 1000).Select(i => new Bar($"p{i}", i) { IsCulprit = i == 990 })];

        BarPicture picture = PictureSize.Bars("Gradient", "size", bars, "One batch.");

        Assert.Equal(PictureSize.MostBars, picture.Bars.Count);
        Assert.Equal("p990", picture.Bars[^1].Label);
        Assert.Contains("64 of 1000 are shown", picture.Caption, StringComparison.Ordinal);
    }

    private sealed class Logarithm : nn.Module<Tensor, Tensor>
    {
        public Logarithm()
            : base(nameof(Logarithm)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.log();
    }

    private static Tensor Of(object?[] inputs) => (Tensor)inputs[0]!;

    private static CheckResult Check(ModelSubject subject, string id)
    {
        using TrustSession session = TrustSession.Open(subject, new TrustOptions { Isolation = Isolation.InProcess, ProvesPower = false });
        return session.Check(id);
    }
}
