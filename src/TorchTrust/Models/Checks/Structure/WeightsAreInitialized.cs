using TorchTrust.Checks;
using TorchTrust.Models.Checks.Pictures;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>Training begins at finite weights, and no two units of a layer begin alike.</summary>
/// <remarks>
/// An error for trainable parameters that are not finite, and for units that are alike and get the same gradient for any
/// input: they stay alike for ever. Units that begin alike are right where noise tells all of them apart, as that of weights which
/// are drawn around their means does; a question otherwise, since what follows them may tell them apart.
/// Zero rows and zero matrices are right (padding, LoRA, ReZero), and so is minus infinity in a mask.
/// </remarks>
[Check(
    "weights-are-initialized",
    "weights are finite, and no two units of a layer start alike",
    CheckArea.Structure,
    Need = Need.MutatesState)]
internal sealed class WeightsAreInitialized : ModelCheck
{
    /// <summary>How many inputs are tried, each with two draws of the noise.</summary>
    private const int FewestInputs = 2;
    private const int MostInputs = 16;

    /// <inheritdoc/>
    public override string Why =>
        "NaN spreads to every output. Units that start alike and are treated alike stay alike: a layer of a hundred computes as one.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw weights of layers at random (init.kaiming_uniform_, init.xavier_uniform_, init.normal_), not as one constant, and write "
            + "what torch.empty gives. trunc_normal_ of TorchSharp 0.107 writes one constant: use normal_ and clamp_. If a parameter "
            + "starts special on purpose: subject.StartsSpecialOnPurpose(\"gate.weight\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".StartsSpecialOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new StartWithNaN(), new StartRowsEqual()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var errors = new List<Finding>();
        var questions = new List<Finding>();
        LookForNonFinite(session, errors, questions);
        IReadOnlyList<InitialWeights.Entry> trainable = InitialWeights.Trainable(session, session.Model);
        var alike = trainable.Where(entry => entry.IsMatrix)
            .Select(entry => (Entry: entry, Groups: EqualRows.Find(entry.Tensor))).Where(entry => entry.Groups.Count > 0).ToList();
        (HashSet<string> lasting, HashSet<string> apart) = context.IsTrial ? ([], []) : Compare(session, alike, context);
        foreach ((InitialWeights.Entry entry, var groups) in alike.Where(entry => !apart.Contains(entry.Entry.Path)))
        {
            (lasting.Contains(entry.Path) ? errors : questions).Add(DescribeAlike(entry, groups, lasting.Contains(entry.Path)));
        }

        Finding[] findings = [.. errors, .. questions];
        return CheckOutcome.From(findings, errors.Count > 0 ? Severity.Error : Severity.Question)
            .Showing(context.IsTrial ? [] : WeightPictures.Draw(session, findings));
    }

    /// <summary>A mask of minus infinity is right, and so is anything that the user's own code marks as not set yet.</summary>
    private static void LookForNonFinite(ModelSession session, List<Finding> errors, List<Finding> questions)
    {
        foreach (ObjectGraphNode node in BuiltInstance.TensorsOf(session.Model).Values.Where(
            node => !InitialWeights.IsDeclared(session, node.Path)))
        {
            var tensor = (Tensor)node.Value;
            (long nan, long infinite) = TensorContent.CountNonFinite(tensor);
            bool isTrained = tensor is TorchSharp.Modules.Parameter { requires_grad: true }
                || (node.Owner is nn.Module owner && !ObjectGraph.IsUserType(owner.GetType()));
            if (nan > 0 || (infinite > 0 && isTrained))
            {
                (isTrained ? errors : questions).Add(new Finding(
                    $"{node.Path} starts with {(nan > 0 ? $"{nan} NaN" : $"{infinite} infinite")} of {tensor.numel()} elements")
                {
                    Parameter = node.Path,
                    Numbers = new Dictionary<string, double> { ["NaN"] = nan, ["infinite"] = infinite },
                });
            }
        }
    }

    /// <summary>
    /// The parameters in which units that start alike get the same gradient, which is not zero, for two inputs, and those in which
    /// noise tells all units apart.
    /// </summary>
    private static (HashSet<string> Staying, HashSet<string> Apart) Compare(
        ModelSession session,
        IReadOnlyList<(InitialWeights.Entry Entry, IReadOnlyList<IReadOnlyList<int>> Groups)> alike,
        CheckContext context)
    {
        HashSet<string> staying = [.. alike.Select(entry => entry.Entry.Path)];
        var apart = new HashSet<string>();
        if (alike.Count == 0)
        {
            return (staying, apart);
        }

        using var all = NewDisposeScope();
        Dictionary<string, List<Tensor>> gradients = alike.ToDictionary(entry => entry.Entry.Path, _ => new List<Tensor>());
        try
        {
            int draws = 2 * Math.Clamp(alike.Max(InputsNeeded), FewestInputs, MostInputs);
            for (long draw = 0; draw < draws; draw++)
            {
                using var scope = NewDisposeScope();
                context.Step("comparing the gradients of units that start alike");
                foreach ((InitialWeights.Entry entry, _) in alike)
                {
                    entry.Tensor.grad = null;
                }

                ModelInputs inputs = session.Inputs(draw: draw / 2);
                ForwardResult result = session.Run(inputs, ForwardMode.Training, noise: draw);
                if (session.Scalar(inputs, result) is not { requires_grad: true } scalar)
                {
                    return ([], []);
                }

                GradientFlow.Backward(session.Tally, scalar);
                staying.IntersectWith(alike.Where(entry => entry.Groups.Any(group => HaveOneGradient(entry.Entry.Tensor, group)))
                    .Select(entry => entry.Entry.Path));
                foreach ((InitialWeights.Entry entry, _) in alike)
                {
                    // What noise leaves out of a call gets no gradient in it.
                    Tensor gradient = entry.Tensor.grad ?? zeros_like(entry.Tensor);
                    gradients[entry.Path].Add(EqualRows.AsMatrix(gradient)!.to(ScalarType.Float64).clone().MoveToOuterDisposeScope());
                }
            }
        }
        catch (SubjectException)
        {
            // That the model cannot be trained is the business of other checks.
            return ([], []);
        }

        apart.UnionWith(alike.Where(
            entry => entry.Groups.All(group => AreToldApart(gradients[entry.Entry.Path], group, finfo(entry.Entry.Tensor.dtype).eps)))
            .Select(entry => entry.Entry.Path));
        return (staying, apart);
    }

    /// <summary>As many as give the differences of gradients as many directions as the largest group has units.</summary>
    private static int InputsNeeded((InitialWeights.Entry Entry, IReadOnlyList<IReadOnlyList<int>> Groups) alike) =>
        (int)double.Ceiling(alike.Groups.Max(group => group.Count) / (double)EqualRows.AsMatrix(alike.Entry.Tensor)!.size(1));

    /// <summary>
    /// Whether other noise changes the gradients of a group of units along as many directions as there are units that get one: what
    /// is drawn for each unit does, what is drawn before or behind all of them does not.
    /// </summary>
    private static bool AreToldApart(IReadOnlyList<Tensor> draws, IReadOnlyList<int> group, double epsilon)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor differences = cat([.. draws.Chunk(2).Select(pair => pair[1] - pair[0])], 1);
        Tensor rows = differences.index_select(0, tensor(group.Select(row => (long)row).ToArray(), device: differences.device));
        Tensor sizes = rows.square().sum(dim: 1).sqrt();
        Tensor moving = rows.index_select(0, sizes.nonzero().flatten()) / sizes.masked_select(sizes.ne(0)).unsqueeze(1);
        if (moving.size(0) < 2)
        {
            return false;
        }

        Tensor spread = linalg.svdvals(moving);
        return spread.min().item<double>() > spread.max().item<double>() * Thresholds.RoundingInSingle * epsilon
            && moving.size(0) <= moving.size(1);
    }

    /// <summary>Whether all rows of a group have the same gradient, up to the rounding of sums in another order.</summary>
    private static bool HaveOneGradient(Tensor parameter, IReadOnlyList<int> group)
    {
        if (parameter.grad is not { } gradient || EqualRows.AsMatrix(gradient) is not { } rows)
        {
            return false;
        }

        using IDisposable _ = no_grad();
        using Tensor indices = tensor(group.Select(row => (long)row).ToArray(), device: rows.device);
        Tensor chosen = rows.index_select(0, indices).to(ScalarType.Float64);
        double largest = chosen.abs().max().item<double>();
        double apart = (chosen - chosen.narrow(0, 0, 1)).abs().max().item<double>();
        return largest > 0 && apart <= Thresholds.RoundingInSingle * finfo(parameter.dtype).eps * largest;
    }

    private static Finding DescribeAlike(InitialWeights.Entry entry, IReadOnlyList<IReadOnlyList<int>> groups, bool stay)
    {
        int rows = groups.Sum(group => group.Count);
        string units = TensorContent.IsConstant(entry.Tensor)
            ? "is one constant, so that all its units start alike"
            : $"has {rows} rows that start alike, such as {groups[0][0]} and {groups[0][1]}";
        return new Finding($"{entry.Path} {units}{(stay ? ", and get the same gradient: they stay alike for ever" : "")}")
        {
            Parameter = entry.Path,
            Dimension = 0,
            Numbers = new Dictionary<string, double> { ["rows alike"] = rows },
        };
    }
}
