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

        BarPicture picture = Assert.IsType<BarPicture>(Assert.Single(Check(subject, CheckIds.ValuesAreFinite).Pictures));

        Assert.Equal(4, picture.Bars.Count);
        Assert.All(picture.Bars, bar => Assert.True(double.IsFinite(bar.Value)));
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

    private static Tensor Of(object?[] inputs) => (Tensor)inputs[0]!;

    private static CheckResult Check(ModelSubject subject, string id)
    {
        using TrustSession session = TrustSession.Open(subject, new TrustOptions { Isolation = Isolation.InProcess, ProvesPower = false });
        return session.Check(id);
    }
}
