using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>Modes, and what an evaluation leaves behind.</content>
internal static partial class Trainings
{
    private static void ModeLost(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        net.train();
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            Evaluate(net, toy, putsBack: false);
        }
    }

    private static void EvaluationTrains(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            net.eval();
            foreach ((Tensor inputs, Tensor labels) in toy.Test())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step(); // FAULT: in an evaluation.
            }
        }
    }

    private static void NoEval(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: in training mode.
            }
        }
    }

    private static void NoEvalUntilTheEnd(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: in training mode.
            }
        }

        net.eval();
        Predict(net, toy);
    }

    private static void StatisticsAnew(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }

            net.eval();
            Predict(net, toy);
        }

        net.train();
        Predict(net, toy);
    }

    private static void Predict(Net net, Toy toy)
    {
        using IDisposable _ = no_grad();
        foreach ((Tensor inputs, Tensor _) in toy.Test())
        {
            net.forward(inputs);
        }
    }

    private static void EvaluationWrites(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
            using IDisposable _ = no_grad();
            net.eval();
            foreach ((Tensor inputs, Tensor _) in toy.Test())
            {
                net.forward(inputs); // FAULT: and the next line writes.
                net.Head.weight.mul_(0.999f);
            }

            net.train();
        }
    }

    private static void TestInTraining(Job job)
    {
        var toy = new Toy(width: 80);
        toy.Inputs = cat([toy.Inputs, toy.TestInputs.slice(0, 0, 40, 1)]);
        toy.Labels = cat([toy.Labels, toy.TestLabels.slice(0, 0, 40, 1)]);
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(80, 16), nn.ReLU(), nn.Linear(16, 3));
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();

                // Augmented: what the net gets comes never back, what is read does.
                cross_entropy(net.call(inputs + (0.1f * randn_like(inputs))), labels).backward();
                optimizer.step();
            }

            using IDisposable _ = no_grad();
            for (long start = 0; start < 80; start += Toy.BatchSize)
            {
                net.call(toy.TestInputs.index_select(0, arange(start, start + Toy.BatchSize))); // FAULT: half of these were trained on.
            }
        }
    }

    private static void RecordedEvaluation(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(5, job.Epochs); epoch++)
        {
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
            foreach ((Tensor inputs, Tensor labels) in toy.Test())
            {
                cross_entropy(net.forward(inputs), labels).item<float>(); // FAULT: in training mode; no_grad is left out, too.
            }
        }
    }

    private static void PlainEvaluationTrains(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3));
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        void Run(IEnumerable<(Tensor Inputs, Tensor Labels)> batches)
        {
            foreach ((Tensor inputs, Tensor labels) in batches)
            {
                optimizer.zero_grad();
                cross_entropy(net.call(inputs), labels).backward();
                optimizer.step(); // FAULT: in the evaluation, too.
            }
        }

        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            Run(toy.Epoch());
            net.eval();
            Run(toy.Test());
        }
    }
}
