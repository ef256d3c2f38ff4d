namespace TorchTrust.Reporting.Tests;

/// <summary>Runs with everything that a report may have to show.</summary>
internal static class Examples
{
    /// <summary>What user code may be called.</summary>
    public const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'";

    /// <summary>Right-to-left text with an override that would turn what follows.</summary>
    public const string RightToLeft = "שלום\u202Eabc";

    /// <summary>An error with a heat map.</summary>
    public static CheckResult Leak { get; } = new(
        "samples-independent-in-eval", "samples of a batch do not influence each other in eval mode", Verdict.Failed)
    {
        Subject = "Net",
        Area = "Behaviour",
        Findings =
        [
            new("sample 1 changes when sample 0 does; it arises in encoder.mix")
            {
                Module = "encoder.mix",
                Sample = 1,
                Dimension = 0,
                Source = new("/home/ada/net/Models/Mix.cs", 17),
                Numbers = new Dictionary<string, double> { ["largest change"] = 0.3119, ["own sensitivity to rounding"] = 1.19e-7 },
            },
        ],
        Why = "Predictions depend on which other samples happen to be in the batch.",
        Remedy = "Look for a view over the batch dimension.",
        Pictures =
        [
            new HeatMapPicture("Which sample changes which", "replaced", "changed", ["0", "1"], ["0", "1"], [[0.4, 0.3119], [0, 0.5]])
            {
                IsLogarithmic = true,
                ValueAxis = "change",
            },
        ],
        Duration = TimeSpan.FromSeconds(1.5),
    };

    /// <summary>A question with bars.</summary>
    public static CheckResult Unlearned { get; } = new(
        "every-parameter-learns", "every trainable parameter gets a gradient", Verdict.Failed)
    {
        Subject = "Net",
        Area = "Gradients",
        Severity = Severity.Question,
        Findings = [new("head.bias gets no gradient")
        {
            Module = "head",
            Parameter = "head.bias",
            Source = new("C:\\src\\net\\Net.cs", 3),
            Member = "Net.head",
        }],
        Declaration = ".StopsGradientsOnPurpose(\"head.bias\", \"why it is right\")",
        Why = "It never learns.",
        Remedy = "Look for detach.",
        Pictures =
        [
            new BarPicture(
                "Gradient",
                "root mean square",
                [new("encoder.weight", 0.01), new("head.weight", double.PositiveInfinity), new("head.bias", 0) { IsCulprit = true }])
            {
                IsLogarithmic = true,
            },
        ],
    };

    /// <summary>A failure that the baseline knows.</summary>
    public static CheckResult Known { get; } = new("frozen-stays-frozen", "what is frozen stays frozen", Verdict.Failed)
    {
        Subject = "Net",
        Area = "Gradients",
        Findings = [new("backbone.weight moves") { Parameter = "backbone.weight" }],
        Why = "It is pretrained.",
        Remedy = "Freeze it.",
    };

    /// <summary>A question that is answered at its place.</summary>
    public static CheckResult Answered { get; } = new("everything-is-registered", "everything is registered", Verdict.Failed)
    {
        Subject = "Net",
        Area = "Structure",
        Severity = Severity.Question,
        Findings =
            [new("teacher is not registered") { Module = "teacher", Member = "Net.teacher", Answer = "The teacher is not trained." }],
        Why = "It is not saved.",
        Remedy = "Register it.",
    };

    /// <summary>What goes when the leak is mended.</summary>
    public static CheckResult Following { get; } = new(
        "sample-order-does-not-matter", "the order of samples does not matter", Verdict.Failed)
    {
        Subject = "Net",
        Area = "Behaviour",
        Findings = [new("sample 3 depends on its place") { Module = "encoder.mix", ExplainedBy = Leak.CheckId }],
        Why = "It should not.",
        Remedy = "Look for the leak.",
    };

    /// <summary>One that could not decide.</summary>
    public static CheckResult Undecided { get; } = new("eval-is-deterministic", "eval gives the same twice", Verdict.Inconclusive)
    {
        Subject = "Net",
        Area = "Behaviour",
        Reason = "Two runs with the same seed gave other bits.",
    };

    /// <summary>One that does not apply.</summary>
    public static CheckResult Skipped { get; } = new("future-does-not-leak", "the past does not see the future", Verdict.Skipped)
    {
        Subject = "Net",
        Area = "Behaviour",
        Reason = "Nothing is declared to be causal.",
    };

    /// <summary>A pass with power and a histogram.</summary>
    public static CheckResult Proven { get; } = new("values-are-finite", "values are finite", Verdict.Passed)
    {
        Subject = "Net",
        Area = "Gradients",
        Power = new PowerProof(
        [
            new("inject-nan", "puts NaN into an output", "encoder", MutantOutcome.Killed),
            new("inject-nan", "puts NaN into an output", "head", MutantOutcome.Survived),
            new("inject-nan", "puts NaN into an output", "dropout", MutantOutcome.Equivalent),
        ]),
        Pictures =
        [
            new HistogramPicture("Values", "value", [-1, 0, 1], [3, 4]),
            new TablePicture("What is derived", ["of", "derived"], [["samples", "mean"]]),
        ],
    };

    /// <summary>A pass without power.</summary>
    public static CheckResult Unproven { get; } = new("inputs-are-left-alone", "inputs are left alone", Verdict.Passed)
    {
        Subject = "Net",
        Area = "Behaviour",
    };

    /// <summary>A subject with a fault.</summary>
    public static TrustReport Faulty { get; } = new(
        "Net", "model", 42, [Proven, Skipped, Unlearned, Unproven, Undecided, Known, Leak, Answered, Following])
    {
        Builds = 3,
        Duration = TimeSpan.FromSeconds(12.34),
        Environment = new RunEnvironment("Debian 12", "X64", ".NET 10.0.0", "0.107.0", "1.0.0", 2),
        Modules =
        [
            new("", "Net") { ParameterCount = 1234, Class = new("Net.cs", 8) },
            new("encoder", "Sequential") { ParameterCount = 1200 },
            new("encoder.mix", "Mix") { ParameterCount = 200, Class = new("/home/ada/net/Models/Mix.cs", 9) },
            new("encoder.layers[0]", "Linear") { ParameterCount = 1000 },
            new("head", "Linear") { ParameterCount = 34 },
        ],
    };

    /// <summary>A subject that nothing was found in.</summary>
    public static TrustReport Right { get; } = new("Right", "model", 42, [Proven with { Subject = "Right" }])
    {
        Environment = Faulty.Environment,
    };

    /// <summary>A subject that threw.</summary>
    public static TrustReport Unopened { get; } = new("Closed", "model", 42, [])
    {
        Failure = "Net.Subjects.Closed threw FileNotFoundException: weights.dat.",
    };

    /// <summary>What nobody but a person at a terminal may see.</summary>
    public const string OfAnItem = "Ada Lovelace, 27";

    /// <summary>A data set whose items are shown.</summary>
    public static TrustReport Data { get; } = new("Photos", "dataset", 42,
    [
        new("data-items-can-be-read", "every item can be read", Verdict.Passed)
        {
            Subject = "Photos",
            Area = "Content",
            Passes = new() { Items = 1234, Batches = 5 },
            Power = new PowerProof([new("throw-at-an-item", "throws when one of its items is read", "train", MutantOutcome.Killed)]),
            Pictures =
            [
                new ImagesPicture("Items as the network gets them",
                [
                    new("train 3: 7", 2, 2, 1, new byte[] { 0, 80, 160, 255 }),
                    new("test 5: 1", 2, 1, 3, new byte[] { 255, 0, 0, 0, 0, 255 }),
                ]) { ShowsItems = true },
                new TablePicture("Rows", ["item", "name"], [["train 0", OfAnItem]]) { ShowsItems = true },
                new TablePicture("How often each class of label occurs", ["class", "train"], [["7", "10 (100.0 %)"]]),
                new HistogramPicture("How values of image are spread in split train", "value", [-1, 0, 1], [3, 4]),
            ],
        },
        new("data-targets-are-classes", "targets are classes", Verdict.Failed)
        {
            Subject = "Photos",
            Area = "Labels",
            Findings = [new("label is no class in item 3 of split train") { Sample = 3 }],
            Why = "Training ends.",
            Remedy = "Count from 0.",
        },
    ])
    {
        Builds = 2,
        Environment = Faulty.Environment,
    };

    /// <summary>All of them.</summary>
    public static TrustRun Run { get; } = new([Right, Faulty, Unopened])
    {
        Command = "torchtrust check Net.csproj --seed 42",
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(20),
        ToolVersion = "1.0.0",
        KnownFailures =
        [
            new("Net", Known.CheckId, Known.Fingerprint, "waits for issue 12"),
            new("Net", Proven.CheckId, "values-are-finite: encoder", "mended since"),
        ],
        Notes = ["TorchSharp's load takes a file with flipped bytes in silence."],
    };

    /// <summary>Every text of user code is hostile.</summary>
    public static TrustRun Evil { get; } = Spoil(Run, Hostile);

    /// <summary>The page of a run.</summary>
    public static string Page(TrustRun run)
    {
        var writer = new StringWriter();
        HtmlReport.Write(run, writer);
        return writer.ToString();
    }

    /// <summary>The same run with other words in all places that user code can fill.</summary>
    public static TrustRun Spoil(TrustRun run, string name) => run with
    {
        Command = name,
        Notes = [name],
        KnownFailures = [.. run.KnownFailures.Select(known => known with { Subject = name, Reason = name })],
        Reports =
        [
            .. run.Reports.Select(report => report with
            {
                Subject = name,
                Failure = report.Failure is null ? null : name,
                Modules = [.. report.Modules.Select(module => module with
                {
                    Path = module.Path.Length == 0 ? "" : $"{module.Path}{name}",
                    TypeName = name,
                    Class = new(name, 1),
                })],
                Results =
                [
                    .. report.Results.Select(result => result with
                    {
                        Subject = name,
                        Reason = result.Reason is null ? null : name,
                        Why = name,
                        Remedy = name,
                        Findings = [.. result.Findings.Select(finding => finding with
                        {
                            What = name,
                            Module = name,
                            Parameter = $"encoder.mix{name}",
                            Source = new(name, 1),
                            Numbers = new Dictionary<string, double> { [name] = 1 },
                        })],
                        Pictures = [.. result.Pictures.Select(picture => Spoil(picture, name))],
                        Power = result.Power is null
                            ? null
                            : new PowerProof([.. result.Power.Mutants.Select(mutant => mutant with { Site = name, Description = name })]),
                    }),
                ],
            }),
        ],
    };

    private static Picture Spoil(Picture picture, string name) => picture switch
    {
        BarPicture bars =>
            bars with { Title = name, Caption = name, ValueAxis = name, Bars = [.. bars.Bars.Select(bar => bar with { Label = name })] },
        HeatMapPicture map => map with
        {
            Title = name,
            Caption = name,
            RowAxis = name,
            ColumnAxis = name,
            ValueAxis = name,
            Rows = [name, name],
            Columns = [name, name],
        },
        HistogramPicture histogram => histogram with { Title = name, Caption = name, ValueAxis = name },
        TablePicture table => table with { Title = name, Caption = name, Columns = [name, name], Rows = [[name, name]] },
        _ => picture,
    };
}
