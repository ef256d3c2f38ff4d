using TorchTrust.Checks.Pictures;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Checks.Pictures;

public sealed class PictureTests
{
    [Fact]
    public void Samples_that_are_kept_apart_show_on_the_diagonal_only()
    {
        CheckResult result = Check(
            ModelSubject.For(() => nn.Linear(3, 2)).WithInput(n => randn(n, 3)), CheckIds.SamplesAreIndependentInEval);

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

        HeatMapPicture picture = Assert.IsType<HeatMapPicture>(
            Assert.Single(Check(subject, CheckIds.SamplesAreIndependentInEval).Pictures));

        Assert.All(picture.Values.SelectMany(row => row), value => Assert.True(value > 0));
    }

    public static TheoryData<string, Func<Tensor, Tensor>, Func<Tensor, Tensor>> AtOnePointOnly => new()
    {
        { "as built", x => x * 2, x => zeros_like(x) },
        { "at a generic point", x => zeros_like(x), x => x * 2 },
    };

    [Theory]
    [MemberData(nameof(AtOnePointOnly), DisableDiscoveryEnumeration = true)]
    public void The_matrix_is_of_the_point_where_samples_matter(string point, Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open)
    {
        ModelSubject subject = ModelSubject.For(() => new GatedBranch(shut, open)).WithInput(n => randn(n, 3));

        HeatMapPicture picture = Assert.IsType<HeatMapPicture>(
            Assert.Single(Check(subject, CheckIds.SamplesAreIndependentInEval).Pictures));

        Assert.Equal(["0", "1", "2", "3"], picture.Rows);
        Assert.All(Enumerable.Range(0, 4), sample => Assert.True(picture.Values[sample][sample] > 0, point));
    }

    [Fact]
    public void Without_a_comparison_of_equal_noise_there_is_no_matrix()
    {
        ModelSubject subject = ModelSubject
            .For(() => new Computes(x =>
                stack([.. x.unbind(0).Select(row => row + randn((long)(row.exp().sum().item<float>() * 1e6f % 10007) + 1).sum())])))
            .WithInput(n => randn(n, 3));

        CheckResult result = Check(subject, CheckIds.SamplesAreIndependentInEval);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Empty(result.Pictures);
    }

    [Fact]
    public void Where_nothing_is_meant_to_learn_no_gradient_is_drawn()
    {
        ModelSubject subject = ModelSubject.For(() =>
        {
            TorchSharp.Modules.Linear layer = nn.Linear(3, 2);
            layer.weight!.requires_grad = false;
            layer.bias!.requires_grad = false;
            return layer;
        }).WithInput(n => randn(n, 3));

        CheckResult result = Check(subject, CheckIds.EveryParameterLearns);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Empty(result.Pictures);
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
        Assert.Equal(-0.25, picture.Edges[0], 12);
        Assert.Equal(0.75, picture.Edges[^1], 12);
        Assert.Equal("48 values as built.", picture.Caption);
    }

    [Theory]
    [InlineData(3, "")]
    [InlineData(4, " 3 of 4 tensors are shown.")]
    public void Of_many_tensors_the_first_few_are_drawn_and_it_is_said(int layers, string said)
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(Enumerable.Range(0, layers).Select(_ =>
        {
            TorchSharp.Modules.Linear layer = nn.Linear(8, 8);
            nn.init.constant_(layer.weight!, 0.25);
            return layer;
        }))).WithInput(n => randn(n, 8));

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.WeightsAreInitialized).Pictures;

        Assert.Equal(["Values of 0.weight", "Values of 1.weight", "Values of 2.weight"], pictures.Select(picture => picture.Title));
        Assert.All(pictures, picture => Assert.EndsWith($"as built.{said}", picture.Caption, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_that_are_not_finite_show_where_they_arise()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2)))
            .WithInput(n => randn(n, 3))
            .WithForward<TorchSharp.Modules.Sequential>((model, inputs) => model.call(Of(inputs)).sub(1e9).log());

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.ValuesAreFinite).Pictures;

        BarPicture sizes = Assert.IsType<BarPicture>(pictures[0]);
        Assert.Equal(4, sizes.Bars.Count);
        Assert.All(sizes.Bars, bar => Assert.True(double.IsFinite(bar.Value)));
        Assert.Equal(["What 2 returns", "What Sequential returns"], pictures.Skip(1).Select(picture => picture.Title));
    }

    [Fact]
    public void A_bar_is_the_largest_value_of_all_outputs_and_calls()
    {
        ModelSubject subject = ModelSubject.For(() => new Parts()).WithInput(n => ones(n, 3))
            .WithForward<Parts>((parts, inputs) => parts.Run(Of(inputs)));

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.ValuesAreFinite).Pictures;

        Assert.Equal(
            [("Grows", 10000, false), ("Splits", 100, false), ("Counts", 0, false), ("Turns", 3, false),
                ("Overflows", double.PositiveInfinity, false), ("Spreads", 5, false), ("Breaks", double.PositiveInfinity, true)],
            Assert.IsType<BarPicture>(pictures[0]).Bars.Select(bar => (bar.Label, bar.Value, bar.IsCulprit)));
        HistogramPicture spread = Assert.IsType<HistogramPicture>(pictures[1]);
        Assert.Equal(("What Spreads returns", -3.0, 9L), (spread.Title, spread.Edges[0], spread.Counts.Sum()));
        Assert.Equal(5, spread.Edges[^1], 12);
    }

    public static TheoryData<string, Func<Tensor, object>> NothingToDraw => new()
    {
        { "no tensor", x => x.numel() },
        { "integers", x => x.to(ScalarType.Int64) },
        { "nothing", _ => zeros(0, 3) },
        { "a range without a width", _ => tensor(new[] { -1.7e308, 1.7e308 }) },
        { "the largest number that there is", _ => tensor(new[] { double.MaxValue }) },
    };

    [Theory]
    [MemberData(nameof(NothingToDraw), DisableDiscoveryEnumeration = true)]
    public void What_has_no_finite_spread_of_floating_values_is_not_drawn(string what, Func<Tensor, object> before)
    {
        ModelSubject subject = ModelSubject.For(() => new Before(before)).WithInput(n => ones(n, 3)).WithForward<Before>((model, inputs) =>
        {
            model.First.call(Of(inputs));
            return model.Breaks.call(Of(inputs));
        });

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.ValuesAreFinite).Pictures;

        Assert.True(
            pictures is [BarPicture, HistogramPicture { Title: "What Breaks returns" }],
            $"{what}: {string.Join(", ", pictures.Select(picture => picture.Title))}");
    }

    [Fact]
    public void Where_the_first_module_that_returns_is_to_blame_it_is_drawn_alone()
    {
        ModelSubject subject = ModelSubject.For(() => nn.Sequential(new Logarithm(), nn.Linear(3, 2))).WithInput(n => randn(n, 3));

        IReadOnlyList<Picture> pictures = Check(subject, CheckIds.ValuesAreFinite).Pictures;

        Assert.Equal(["Size of what each module returns", "What 0 returns"], pictures.Select(picture => picture.Title));
    }

    [Fact]
    public void A_model_without_a_module_that_can_be_watched_has_no_pictures()
    {
        CheckResult result = Check(ModelSubject.For(() => new Unwatched(2)).WithInput(n => randn(n, 3)), CheckIds.ValuesAreFinite);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Empty(result.Pictures);
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
        Assert.Equal("p62", picture.Bars[^2].Label);
        Assert.Contains("64 of 1000 are shown", picture.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_bars_as_fit_are_all_shown_and_nothing_is_said()
    {
        Bar[] bars = [.. Enumerable.Range(0, PictureSize.MostBars).Select(i => new Bar($"p{i}", i))];

        BarPicture picture = PictureSize.Bars("Gradient", "size", bars, "One batch.");

        Assert.Equal(bars, picture.Bars);
        Assert.Equal("One batch.", picture.Caption);
    }

    /// <summary>Modules that return something of each kind, one after the other.</summary>
    private sealed class Parts
    {
        public Computes Grows { get; } = new(x => x * 100);

        public Splits Splits { get; } = new();

        public Computes Counts { get; } = new(x => (x * 50).to(ScalarType.Int64));

        public Computes Turns { get; } = new(x => complex(x * 3, x));

        public Computes Overflows { get; } = new(x => x / 0);

        public Computes Spreads { get; } = new(_ => linspace(-3, 5, 9));

        public Computes Breaks { get; } = new(Break);

        public Tensor Run(Tensor input)
        {
            Grows.call(Grows.call(input));
            Splits.call(input);
            Counts.call(input);
            Turns.call(input);
            Overflows.call(input);
            Spreads.call(input);
            return Breaks.call(input);
        }
    }

    private sealed class Before(Func<Tensor, object> first)
    {
        public Returns First { get; } = new(first);

        public Computes Breaks { get; } = new(Break);
    }

    private sealed class Splits() : nn.Module<Tensor, (Tensor, Tensor)>(nameof(Splits))
    {
        public override (Tensor, Tensor) forward(Tensor input) => (input, input * 100);
    }

    private sealed class Returns(Func<Tensor, object> what) : nn.Module<Tensor, object>(nameof(Returns))
    {
        public override object forward(Tensor input) => what(input);
    }

    private sealed class Unwatched(double scale) : nn.Module(nameof(Unwatched))
    {
        public Tensor forward(Tensor input) => input.log() * scale;
    }

    /// <summary>Of ones: NaN, zero and one in each row.</summary>
    private static Tensor Break(Tensor input) => input.cumsum(1).sub(2).sqrt();

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
