using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>A conversion to float64 reaches all of a model, and the way back restores every bit.</summary>
/// <remarks>
/// An error where a field refers to a parameter or buffer that the conversion has replaced, and where bits do not come back;
/// a question for what stays behind, since a table may be kept aside on purpose, and for what TorchSharp itself leaves behind.
/// It stands for a move to another device as well: TorchSharp takes the same way.
/// </remarks>
[Check(
    "survives-conversion",
    "to() reaches all of the model, and the way back restores every bit",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort)]
internal sealed class SurvivesConversion : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "After to() the model computes with one tensor and trains another, or throws on a GPU what it never did on a CPU.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Register everything, each parameter under the name of its one field, and keep no second reference to it. What TorchSharp leaves "
            + "behind forward can bring along: table.to(x.dtype).to(x.device). If it is kept aside on purpose: "
            + "subject.KeepsUnregisteredOnPurpose(\"_table\", reason). If the model is never converted or moved: "
            + "subject.Skip(CheckIds.SurvivesConversion, reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.EverythingIsRegistered];

    /// <inheritdoc/>
    public override string Declaration => ".KeepsUnregisteredOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new LeaveBehind(LeaveBehind.Content.Floating), new RegisterUnderOtherName(), new MakeBufferTransient()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Lifetime == SubjectLifetime.Fresh ? null
        : "The model exists already, so there is no second instance to be converted. Declare how to build it: ModelSubject.For(() => new "
            + "…).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var scope = NewDisposeScope();
        using BuiltInstance instance = BuiltInstance.Build(session, session.Seed);
        object model = instance.Model;
        Dictionary<string, Tensor> before = TensorPlaces.ByPath(model).Values
            .Where(place => place.Kind is TensorPlaceKind.Parameter or TensorPlaceKind.Buffer && !place.Tensor.IsInvalid)
            .ToDictionary(place => place.Path, place => TensorBits.NativeCopy(place.Tensor));
        if (before.Values.Any(tensor => tensor.is_complex()))
        {
            return CheckOutcome.Skipped(
                "The model holds complex numbers, and to() with a real dtype drops their imaginary parts, in PyTorch, too.");
        }

        if (!TensorPlaces.Of(model).Any(place => !place.Tensor.IsInvalid && place.Tensor.is_floating_point()))
        {
            return CheckOutcome.Skipped("The model holds no tensor that could be converted.");
        }

        ModelConversion conversion = ModelConversion.For(model);
        HeldMembers held = HeldMembers.Of(model);
        context.Step($"converting to {conversion.There}");
        if (ModelConversion.Convert(model, conversion.There) is { } thrown)
        {
            return DescribeThrown(model, conversion.There, thrown);
        }

        Finding[] stale = [.. held.Stale(model).Select(DescribeStale)];
        Finding[] behind = [.. Left(session, model, conversion, context).Select(Describe)];
        context.Step($"converting back to {conversion.Back}");
        Finding[] changed = ModelConversion.Convert(model, conversion.Back) is { } thrownBack
            ? [new Finding($"to({conversion.Back}), on the way back, throws {Short(thrownBack)}{UserFrame.Of(thrownBack)}")]
            : [.. Changed(model, conversion, before, [.. TiedTensors.In(session.Model).SelectMany(group => group)])];
        if (stale.Length + behind.Length + changed.Length > 0)
        {
            return CheckOutcome.Failed(
                [.. stale, .. changed, .. behind], stale.Length + changed.Length > 0 ? Severity.Error : Severity.Question);
        }

        return conversion.There == ScalarType.Float64 ? CheckOutcome.From(TryToCall(session, context)) : CheckOutcome.Passed;
    }

    /// <summary>What stays behind, but for what TorchSharp itself leaves and forward brings along.</summary>
    private static IEnumerable<LeftBehind> Left(ModelSession session, object model, ModelConversion conversion, CheckContext context) =>
        LeftBehind.After(session, model, conversion.Misses)
            .Where(left => !left.IsTransient || !IsBroughtAlong(session, left.Path, context));

    /// <summary>
    /// Whether forward itself moves a tensor to where its neighbours are, as <c>table.to(x.device)</c> does: from the device
    /// <c>meta</c>, which has no content, that throws words of its own.
    /// </summary>
    private static bool IsBroughtAlong(ModelSession session, string path, CheckContext context)
    {
        using var scope = NewDisposeScope();
        // The twin owns it.
        BuiltInstance instance = BuiltInstance.Build(session, session.Seed);
        if (!instance.Tensors.TryGetValue(path, out ObjectGraphNode? node))
        {
            return false;
        }

        context.AlteredStep($"calling with {path} on meta");
        MemberReplacement.Tensors(instance.Model, tensor => ReferenceEquals(tensor, node.Value), tensor => tensor.to(META));
        using var twin = new ModelSession(session.Subject.BuiltBy(() => instance.Model), session.Seed);
        try
        {
            twin.Run(twin.Inputs(), ForwardMode.Eval);
            return false;
        }
        catch (SubjectException thrown)
        {
            return thrown.Message.Contains("Cannot copy out of meta tensor", StringComparison.Ordinal);
        }
    }

    private static CheckOutcome DescribeThrown(object model, ScalarType dtype, Exception thrown)
    {
        string[] doubled =
        [
            .. ModelSession.ModulesOf(model)
                .Where(entry => entry.Module.GetType().GetProperties().GroupBy(property => property.Name).Any(group => group.Count() > 1))
                .Select(entry => $"{(entry.Path.Length == 0 ? "the model" : entry.Path)} ({entry.Module.GetType().Name.Split('`', 2)[0]})"),
        ];
        return doubled.Length > 0 && ModelConversion.IsDoubleProperty(thrown)
            ? CheckOutcome.Inconclusive(
                $"TorchSharp cannot convert the model: to({dtype}) throws {Short(thrown)}. It is a defect of TorchSharp 0.107, which takes "
                    + "no module of a "
                    + $"type with two properties of one name: {string.Join(", ", doubled)}. Hold the modules in fields or in a ModuleList, "
                    + "and look them up "
                    + "by name in a Dictionary<string, int> of places.")
            : CheckOutcome.Failed([new Finding($"to({dtype}) throws {Short(thrown)}{UserFrame.Of(thrown)}")]);
    }

    private static Finding DescribeStale((string Holder, string Member, bool IsDisposed) stale)
    {
        string holder = stale.Holder.Replace(" (field)", "", StringComparison.Ordinal);
        return new Finding(
            stale.IsDisposed
                ? $"after to(), {holder} still refers to the tensor that was registered as {stale.Member} before, and is disposed"
                : $"after to(), {holder} refers to another tensor than the one that is registered as {stale.Member}")
        {
            Parameter = holder,
        };
    }

    private static Finding Describe(LeftBehind left) => new($"{left.Path} ({left.Dtype} [{string.Join(", ", left.Shape)}]) {left.Reason}")
    {
        Parameter = left.Path,
    };

    private static IEnumerable<Finding> Changed(
        object model, ModelConversion conversion, Dictionary<string, Tensor> before, IReadOnlyCollection<string> tied)
    {
        IReadOnlyDictionary<string, TensorPlace> after = TensorPlaces.ByPath(model);
        foreach ((string path, Tensor tensor) in before.Where(entry => !tied.Contains(entry.Key)))
        {
            using Tensor expected = conversion.Expected(tensor);
            bool isBack = after.TryGetValue(path, out TensorPlace? place) && !place.Tensor.IsInvalid
                && TensorBits.AreEqual(expected, place.Tensor);
            if (!isBack)
            {
                yield return new Finding($"{path} has other bits after to({conversion.There}) and to({conversion.Back})")
                {
                    Parameter = path,
                };
            }
        }
    }

    /// <summary>Everything has followed, so a call in float64 meets no tensor of another dtype but what forward makes itself.</summary>
    private static List<Finding> TryToCall(ModelSession session, CheckContext context)
    {
        if (!RunsAsItIs(session))
        {
            return [];
        }

        object model = session.Build(session.Seed);
        ModelConversion.Convert(model, ScalarType.Float64);
        using var twin = new ModelSession(session.Subject.BuiltBy(() => model), session.Seed, isDouble: true, session.Tally);
        var findings = new List<Finding>();
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            using var scope = NewDisposeScope();
            context.Step($"calling the converted model in {mode} mode");
            ModelInputs inputs = twin.Inputs();
            bool casts = false;

            // Where an input is cast to float32, the model casts it itself, and has chosen its dtype.
            Tensor[] narrow =
            [
                .. inputs.Leaves.Where(leaf => leaf.Tensor.dtype == ScalarType.Float64)
                    .Select(leaf => leaf.Tensor.detach().to(ScalarType.Float32)),
            ];
            HashSet<nint> known = [.. ScopeWitness.Live().Select(tensor => tensor.Handle)];
            using var witness = new ScopeWitness(tensors => casts |= tensors.Any(
                tensor => !known.Contains(tensor.Handle) && narrow.Any(input => TensorBits.AreEqual(input, tensor))));
            try
            {
                twin.Run(inputs, mode);
            }
            catch (SubjectException) when (casts)
            {
                break;
            }
            catch (SubjectException thrown)
            {
                findings.Add(new Finding($"converted to float64, the model throws {thrown.Message}{UserFrame.Of(thrown)}")
                {
                    Throws = UserFrame.IdentityOf(thrown),
                });
                findings.AddRange(StrayDtypes.Find(twin, ScalarType.Float32, ScalarType.Float64, mode, context.Step)
                    .Select(made => new Finding(
                        $"{made.Site} makes a tensor of shape [{string.Join(", ", made.Shape)}] of a dtype that is written there, "
                            + "which others meet")
                    {
                        Source = made.Source,
                    }));
                break;
            }
        }

        return findings;
    }

    /// <summary>One that throws as it is says nothing of its conversion.</summary>
    private static bool RunsAsItIs(ModelSession session)
    {
        using var scope = NewDisposeScope();
        try
        {
            session.Run(session.Inputs(), ForwardMode.Eval);
            return true;
        }
        catch (SubjectException)
        {
            return false;
        }
    }

    private static string Short(Exception thrown) => $"{thrown.GetType().Name}: {thrown.Message.Split('\n', 2)[0].Trim()}";
}
