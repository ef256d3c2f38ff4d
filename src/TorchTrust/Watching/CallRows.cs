using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using TorchTrust.Watching.Rules;
using static TorchSharp.torch;

namespace TorchTrust.Watching;

/// <summary>
/// Orders the calls of models into training and evaluation. Where no gradient is recorded, calls of a trained model between two steps are
/// an evaluation. Where gradients are, what follows decides: a backward pass makes them training; they are an evaluation where the program
/// ends without one, where they stand between <c>eval()</c> and <c>train()</c>, or before the clearing with which each iteration begins.
/// </summary>
/// <param name="record">The record of the run.</param>
/// <param name="rules">The rules, which are told.</param>
internal sealed class CallRows(TrainingRecord record, RuleSet rules)
{
    private const int LeastBatches = 2;
    private const int LeastEpoch = 3;

    private long _stepAtEvaluation;

    /// <summary>A model, or a part of one, is about to be called.</summary>
    public void Begin(SeenModel model)
    {
        if (is_grad_enabled())
        {
            rules.Tell(rule => rule.Training(model));
            return;
        }

        if (!model.IsTrained)
        {
            return;
        }

        if (model.Evaluation is { } open && open.Thread != Environment.CurrentManagedThreadId)
        {
            EndEvaluation(model);
        }

        SeenEvaluation row = model.Evaluation ??= new SeenEvaluation(model, record.Steps, Environment.CurrentManagedThreadId);
        rules.Tell(rule => rule.Evaluating(row));
    }

    /// <summary>A model, or a part of one, was called.</summary>
    /// <param name="model">The model.</param>
    /// <param name="module">The module that was called.</param>
    /// <param name="input">Its first tensor; null if there is none.</param>
    /// <param name="isRecorded">Whether a gradient can reach its output.</param>
    /// <param name="source">The line.</param>
    public void Add(SeenModel model, nn.Module module, Tensor? input, bool isRecorded, SourceLocation? source)
    {
        if (!isRecorded && model.Evaluation is null)
        {
            return;
        }

        bool isNear = input is { IsInvalid: false } && (input.device_type == TorchSharp.DeviceType.CPU || record.Clock.MayLook);
        ulong? hash = isNear ? TensorLook.SomeBits(input!) : null;
        IReadOnlyList<ulong> rows = isNear && record.Clock.MayLook ? TensorLook.Rows(input!, EvaluationDataAreNew.LeastValues) : [];
        string name = ReferenceEquals(module, model.Module) ? "" : $"{module.GetHashCode()}";

        // The first call of a row with gradients is nearly always a training: nobody asks, and the next one tells of it, too.
        bool? actsAsInTraining = isRecorded && model.Open.Calls.Count == 0
            ? null
            : model.IsSensitive && model.Module is { } whole && ModeLook.ActsAsInTraining(whole);
        var call = new ModuleCall(model, name, source, isRecorded, hash, rows);
        if (!isRecorded)
        {
            model.Evaluation!.Add(name, source, actsAsInTraining ?? false, hash);
            rules.Tell(rule => rule.Called(call));
            return;
        }

        EndEvaluation(model);
        if (model.Open.IsFull)
        {
            Train(model);
        }

        model.Open.Add(new OpenRow.Call(
            call, Environment.CurrentManagedThreadId, actsAsInTraining, model.Module is { } present && ModeLook.IsInEvaluation(present)));
    }

    /// <summary>A backward pass begins: what was called before may be what it is for.</summary>
    public void BackwardBegins()
    {
        foreach (SeenModel model in record.Modules.Models)
        {
            Train(model);
        }
    }

    /// <summary>Gradients of some models are cleared.</summary>
    public void Cleared(IEnumerable<SeenModel> models)
    {
        foreach (SeenModel model in models)
        {
            if (model.Open.Clear())
            {
                Evaluate(model);
            }
        }
    }

    /// <summary>A model is set to training mode.</summary>
    public void TrainingModeSet(SeenModel model)
    {
        if (model is { IsTrained: true, Open.IsInEvaluationMode: true })
        {
            Evaluate(model);
        }
    }

    /// <summary>An optimizer is about to take a step.</summary>
    public void StepBegins(SeenOptimizer optimizer)
    {
        foreach (SeenModel model in record.Modules.Models)
        {
            EndEvaluation(model);
        }

        foreach (SeenModel model in optimizer.Models)
        {
            Train(model);
            model.Open.Step();
        }
    }

    /// <summary>The run ends.</summary>
    public void End(RunEnd end)
    {
        foreach (SeenModel model in record.Modules.Models)
        {
            EndEvaluation(model);
            if (end == RunEnd.Natural && model is { IsTrained: true, Open.Calls.Count: > 1 })
            {
                Evaluate(model);
            }
            else
            {
                Train(model);
            }
        }
    }

    private void Train(SeenModel model)
    {
        if (model.Open.Calls.Count == 0)
        {
            return;
        }

        foreach (ModuleCall call in model.Open.Trained())
        {
            model.TrainingCalls++;
            rules.Tell(rule => rule.Called(call));
        }
    }

    /// <summary>What was open, two calls or more, was an evaluation, in which gradients were recorded.</summary>
    private void Evaluate(SeenModel model)
    {
        IReadOnlyList<OpenRow.Call> calls = model.Open.Taken();
        var row = new SeenEvaluation(model, record.Steps, calls[0].Thread);
        foreach (OpenRow.Call call in calls)
        {
            row.Add(call.What.Module, call.What.Source, call.ActsAsInTraining ?? calls[1].ActsAsInTraining ?? false, call.What.Input);
            ModuleCall what = call.What with { IsTraining = false };
            rules.Tell(rule => rule.Called(what));
        }

        model.RecordedEvaluations++;
        End(row);
    }

    private void EndEvaluation(SeenModel model)
    {
        if (model.Evaluation is { } row)
        {
            model.Evaluation = null;
            End(row);
        }
    }

    private void End(SeenEvaluation row)
    {
        if (row.Batches >= LeastBatches)
        {
            row.Model.Evaluations++;
            if (record.Steps >= _stepAtEvaluation + LeastEpoch)
            {
                record.EvaluationEpochs++;
                _stepAtEvaluation = record.Steps;
            }
        }

        rules.Tell(rule => rule.Evaluated(row));
    }
}
