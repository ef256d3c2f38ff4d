namespace TorchTrust.Tests.Results;

/// <summary>Results of every kind.</summary>
internal static class Examples
{
    public static CheckResult Error { get; } = new(
        "samples-are-independent-in-eval", "Samples of a batch do not influence each other.", Verdict.Failed)
    {
        Subject = "CnnVae",
        Findings =
        [
            new("sample 1 changes by 0.312 when only sample 0 is replaced; the first module where it shows is decoder.mix")
            {
                Module = "decoder.mix",
                Sample = 1,
                Dimension = 0,
                Source = new SourceLocation("/home/ada/vae/Models/Mix.cs", 17),
                Numbers = new Dictionary<string, double> { ["largest change"] = 0.3119, ["own sensitivity to rounding"] = 1.19e-7 },
            },
            new("the buffer is written by one sample and read by the next") { Module = "", Parameter = "decoder.mix.mean" },
        ],
        Why = "What the network says about one sample then depends on which others happen to be in the batch.",
        Remedy = "Look at the named module for a view, reshape or mean that crosses dimension 0.",
        Area = "Behaviour",
        Pictures =
        [
            new HeatMapPicture(
                "Which sample changes which", "replaced", "changed", ["0", "1"], ["0", "1"], [[double.NaN, 0.3119], [0, double.NaN]])
            {
                ValueAxis = "largest change",
                IsLogarithmic = true,
            },
            new BarPicture("Gradient", "norm", [new("encoder.weight", 0.5), new("mix.weight", 0) { IsCulprit = true }])
            {
                Caption = "The first 2 of 9."
            },
            new HistogramPicture("encoder.weight", "value", [-1, 0, 1], [3, 4]),
        ],
        Duration = TimeSpan.FromSeconds(1.5),
    };

    public static CheckResult Question { get; } = new("frozen-stays-frozen", "Frozen parameters stay as they are.", Verdict.Failed)
    {
        Subject = "CnnVae",
        Severity = Severity.Question,
        Findings = [new("backbone.weight requires no gradient") { Parameter = "backbone.weight" }],
        Why = "It will never learn.",
        Remedy = "If that is meant, declare it: subject.FreezesOnPurpose(\"backbone.*\", reason). Otherwise set requires_grad.",
    };

    public static CheckResult Undecided { get; } = new("eval-is-deterministic", "Eval gives the same twice.", Verdict.Inconclusive)
    {
        Subject = "CnnVae",
        Reason =
            "Two runs with the same seed gave other bits, so nothing can be said about what a change of the inputs does to the outputs.",
    };

    public static CheckResult Skipped { get; } = new("future-does-not-leak", "The past does not see the future.", Verdict.Skipped)
    {
        Subject = "CnnVae",
        Reason = "The model is not declared causal: subject.IsCausal(dimension).",
    };

    public static CheckResult Proven { get; } = new("values-are-finite", "Values are finite.", Verdict.Passed)
    {
        Subject = "CnnVae",
        Power = new PowerProof(
        [
            new("inject-nan", "puts NaN into an output", "encoder", MutantOutcome.Killed),
            new("inject-nan", "puts NaN into an output", "decoder", MutantOutcome.Survived),
            new("inject-nan", "puts NaN into an output", "encoder2", MutantOutcome.NotTried, "It is like encoder, where this was noticed."),
            new("inject-nan-gradient", "puts NaN into a gradient", "", MutantOutcome.Killed),
            new(
                "inject-nan-gradient",
                "puts NaN into a gradient",
                "head",
                MutantOutcome.Equivalent,
                "No bit that can be observed differs."),
        ]),
    };

    public static CheckResult Unproven { get; } =
        new("inputs-are-left-alone", "Inputs are left alone.", Verdict.Passed) { Subject = "CnnVae" };

    public static TrustReport Report { get; } = new(
        "CnnVae", "model", 42, [Proven, Skipped, Question, Unproven, Undecided, Error])
    {
        Address = new SubjectAddress("/home/ada/vae/bin/Vae.dll", "Vae.Subjects", "CnnVae"),
        Modules =
        [
            new("", "CnnVae")
            {
                ParameterCount = 1234,
                Class = new("CnnVae.cs", 8),
                Forward = new("CnnVae.cs", 20),
                Constructor = new("CnnVae.cs", 10)
            },
            new("encoder", "Linear") { ParameterCount = 12 },
        ],
        Builds = 3,
        Duration = TimeSpan.FromSeconds(12.34),
        Environment = new RunEnvironment("Debian 12", "X64", ".NET 10.0.0", "0.107.0", "1.0.0", 2),
    };

    public static TrustReport Unopened { get; } =
        new("MlpVae", "model", 42, []) { Failure = "Vae.Subjects.MlpVae threw FileNotFoundException." };

    public static TrustRun Run { get; } = new([Report, Unopened])
    {
        Command = "torchtrust check Vae.csproj --seed 42",
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(20),
        ToolVersion = "1.0.0",
        KnownFailures =
        [
            new("CnnVae", Question.CheckId, Question.Fingerprint, "pretrained"),
            new("CnnVae", Proven.CheckId, $"{Proven.CheckId}: encoder", "waits for issue 12"),
        ],
        Notes = ["TorchSharp's load takes a file with flipped bytes in silence."],
    };
}
