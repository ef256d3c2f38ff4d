using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>Several optimizers, unusual ones, and their schedules.</content>
internal static partial class Trainings
{
    private static void ScheduleIdle(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        _ = optim.lr_scheduler.StepLR(optimizer, 1, 0.5); // FAULT: nobody steps it.
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
        }
    }

    private static void ScheduleEarly(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            schedule.step(); // FAULT: before the first step of the optimizer.
            Loop(new Job(["", "epochs=1"]), toy, net, optimizer);
        }
    }

    private static void Gan(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> generator = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 8));
        nn.Module<Tensor, Tensor> judge = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1));
        Adam ofGenerator = optim.Adam(generator.parameters(), 1e-3);
        Adam ofJudge = optim.Adam(judge.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor _) in toy.Epoch())
            {
                ofJudge.zero_grad();
                Tensor fake = generator.call(randn(Toy.BatchSize, 4));
                Tensor ones = ones_like(judge.call(inputs).detach());
                (binary_cross_entropy_with_logits(judge.call(inputs), ones)
                    + binary_cross_entropy_with_logits(judge.call(fake.detach()), zeros_like(ones))).backward();
                ofJudge.step();
                ofGenerator.zero_grad();
                binary_cross_entropy_with_logits(judge.call(fake), ones).backward();
                ofGenerator.step();
            }
        }
    }

    private static void Critic(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> critic = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1));
        Adam optimizer = optim.Adam(critic.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor _) in toy.Epoch())
            {
                optimizer.zero_grad();
                (critic.call(randn_like(inputs)).mean() - critic.call(inputs).mean()).backward();
                optimizer.step();
            }
        }
    }

    private static void WithLbfgs(Job job)
    {
        var toy = new Toy();
        nn.Module<Tensor, Tensor> net = nn.Sequential(nn.Linear(8, 3));
        optim.Optimizer optimizer = optim.LBFGS(net.parameters(), 0.1);
        for (int step = 0; step < 12; step++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.call(toy.Inputs), toy.Labels);
                loss.backward();
                return loss;
            });
        }
    }

    /// <summary>The rate comes back after its lowest point, and the loss has a term that grows.</summary>
    private static void LongSchedule(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-6);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                (cross_entropy(net.forward(inputs), labels) + epoch).backward();
                optimizer.step();
                schedule.step();
            }
        }
    }
}
